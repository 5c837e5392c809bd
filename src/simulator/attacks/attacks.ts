import { accountTool, modbusWrite, OUTSIDE, packet, rauc, sshd } from './log-lines';
import type { Scene, Step } from './forwarded';

/** What somebody may do to a gateway; each is told as the gateway's own logs would tell it. */
export const ATTACKS = [
  'port-scan',
  'syn-flood',
  'ssh-bruteforce',
  'firmware-tamper',
  'rogue-device',
  'expired-cert',
  'unauthorised-write',
  'compromised-account',
  'intrusion',
] as const;
export type Attack = (typeof ATTACKS)[number];

/** What is seen of it, in a few words for whoever starts it. */
export const ATTACK_TEXTS: Readonly<Record<Attack, string>> = {
  'port-scan': `${OUTSIDE} looks for open ports from outside`,
  'syn-flood': 'half-open connections to the web page from hundreds of sources',
  'ssh-bruteforce': `${OUTSIDE} tries passwords`,
  'firmware-tamper': 'an update whose signature is not right is offered to the gateway',
  'rogue-device': 'a device that nobody knows appears in the network of the drives',
  'expired-cert': 'a certificate that the gateway needs has come to its end',
  'unauthorised-write': 'somebody in the network of the drives writes to a control word',
  'compromised-account': `${OUTSIDE} gets in as service, makes an account and gives it every right`,
  intrusion: `${OUTSIDE} scans, tries passwords, gets in, and writes to a drive`,
};

const PORTS = [
  21, 22, 23, 25, 53, 80, 102, 110, 139, 443, 445, 502, 1883, 2404, 3389, 4840, 8080, 8443, 8883, 20_000,
  44_818, 47_808,
];
/** In the order in which a scanner tries them: flags as the kernel names them. */
const PROBES = ['URG PSH FIN', 'SYN FIN', '', 'FIN'] as const;
const USERS = ['root', 'admin', 'operator', 'pi', 'service', 'danfoss'];
const ROGUE = { mac: '00:00:5e:00:53:af', ip: '10.20.0.199' };
/** Within the drives' own network. */
const ENGINEERING_PC = '10.20.0.60';
const GATEWAY_LAN = '10.20.0.1';
const DRIVE_ADDRESS = '10.20.0.21';
/** Control word of a VLT, as it is addressed on the wire. */
const CONTROL_WORD = 49_999;
const COAST = 0x0474;
const INSTALL_STARTED = 'b05410e8a93345389cd061aab1e9516d';
const INSTALL_FAILED = 'c48141f7fd49443aafff862b4809168f';

/** The steps of an attack, in their order. */
export function attackSteps(attack: Attack, scene: Scene): readonly Step[] {
  switch (attack) {
    case 'port-scan':
      return portScan(scene);
    case 'syn-flood':
      return synFlood(scene);
    case 'ssh-bruteforce':
      return failedLogins(scene, 18);
    case 'firmware-tamper':
      return firmwareTamper(scene);
    case 'rogue-device':
      return [rogueDevice()];
    case 'expired-cert':
      return [expiredCertificate(scene.gateway)];
    case 'unauthorised-write':
      return [write(ENGINEERING_PC, 0), write(ENGINEERING_PC, 400)];
    case 'compromised-account':
      return compromisedAccount(scene);
    case 'intrusion':
      return intrusion(scene);
  }
}

function portScan({ gateway, random }: Scene): Step[] {
  return PORTS.map((destination, i) => {
    const port = 40_000 + Math.floor(random() * 20_000);
    const flags = PROBES[i % PROBES.length] ?? '';
    return {
      afterMs: 40 * i,
      say: (time) => packet(gateway, time, { prefix: 'sec:scan', src: OUTSIDE, port, destination, flags }),
    };
  });
}

function synFlood({ gateway, random }: Scene): Step[] {
  return Array.from({ length: 60 }, (_, i) => {
    // Spoofed: every packet from somewhere else.
    const src = `198.51.100.${1 + Math.floor(random() * 254)}`;
    const port = 1_024 + Math.floor(random() * 60_000);
    const facts = { prefix: 'sec:syn-flood', src, port, destination: 443, flags: 'SYN' };
    return { afterMs: 25 * i, say: (time) => packet(gateway, time, facts) };
  });
}

function failedLogins({ gateway, random }: Scene, count: number, fromMs = 0): Step[] {
  return Array.from({ length: count }, (_, i) => {
    const user = USERS[i % USERS.length] ?? 'root';
    const port = 30_000 + Math.floor(random() * 30_000);
    const unknown = user === 'root' ? '' : 'invalid user ';
    const text = `Failed password for ${unknown}${user} from ${OUTSIDE} port ${port} ssh2`;
    return { afterMs: fromMs + 120 * i, say: (time) => sshd(gateway, time, 7_000 + i, text) };
  });
}

function firmwareTamper({ gateway }: Scene): Step[] {
  return [
    { afterMs: 0, say: (time) => rauc(gateway, time, INSTALL_STARTED, 'Installation 5f0c11aa started') },
    {
      afterMs: 900,
      say: (time) =>
        rauc(
          gateway,
          time,
          INSTALL_FAILED,
          'Installation 5f0c11aa failed: signature verification failed: Verify error: self-signed certificate in certificate chain',
        ),
    },
  ];
}

const rogueDevice = (): Step => ({
  afterMs: 0,
  say: () => ({
    kind: 'alarm',
    type: 'net_new_device',
    severity: 'minor',
    text: `Unknown device ${ROGUE.mac} answers as ${ROGUE.ip} on the drive network`,
    facts: { ...ROGUE, interface: 'eth0' },
  }),
});

const expiredCertificate = (gateway: string): Step => ({
  afterMs: 0,
  say: (time) => ({
    kind: 'alarm',
    type: 'cert_expired',
    severity: 'critical',
    text: `The certificate of ${gateway} for the drive network has expired`,
    facts: { subject: `CN=${gateway}-opcua`, not_after: new Date(time - 60_000).toISOString() },
  }),
});

const write = (src: string, afterMs: number): Step => ({
  afterMs,
  say: (time) =>
    modbusWrite(time, { src, drive: DRIVE_ADDRESS, unit: 1, register: CONTROL_WORD, value: COAST }),
});

/** Two wrong passwords, the right one, and then an account of one's own. */
function compromisedAccount(scene: Scene): Step[] {
  const { gateway } = scene;
  const success = `Accepted password for service from ${OUTSIDE} port 51040 ssh2`;
  const tool = (afterMs: number, program: string, text: string): Step => ({
    afterMs,
    say: (time) => accountTool(gateway, time, program, text),
  });
  return [
    ...failedLogins(scene, 2),
    { afterMs: 600, say: (time) => sshd(gateway, time, 7_099, success) },
    tool(
      1_400,
      'useradd',
      'new user: name=helper, UID=1001, GID=1001, home=/home/helper, shell=/bin/bash, from=/dev/pts/0',
    ),
    tool(1_900, 'usermod', "add 'helper' to group 'sudo'"),
  ];
}

/** Scan, then logins of which one is right, then a write through the gateway. */
function intrusion(scene: Scene): Step[] {
  const scan = portScan(scene);
  const logins = failedLogins(scene, 12, 1_500);
  const success = `Accepted password for service from ${OUTSIDE} port 51022 ssh2`;
  return [
    ...scan,
    ...logins,
    { afterMs: 3_400, say: (time) => sshd(scene.gateway, time, 7_099, success) },
    write(GATEWAY_LAN, 4_200),
  ];
}
