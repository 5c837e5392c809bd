import { readArguments } from '../arguments';
import { readDuration, stageCertificate } from '../demo/stage-certificate';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';
import { askSimulator } from '../simulator-client';
import { moment } from '../table';

/** What can be done to the simulated plant: name, words after it, what it does. */
const ACTS = [
  ['status', '', 'show every simulated gateway, and each drive that is not well'],
  ['trip', 'DRIVE [CAUSE]', 'make a drive trip (overcurrent, earth-fault, motor-overload, mains-phase, ...)'],
  ['reset', 'DRIVE', 'somebody at the drive resets it'],
  ['overheat', 'DRIVE [cooling|motor|off]', 'block its cooling, or overload its motor'],
  ['sto', 'DRIVE [open|closed]', 'open or close its safe-torque-off circuit'],
  ['local', 'DRIVE [on|off]', 'somebody takes it into local control'],
  ['warn', 'DRIVE [CAUSE|off]', 'make it warn'],
  ['link', 'DRIVE [lost|back]', 'break the link between its gateway and it'],
  ['start', 'DRIVE', 'the process asks for it'],
  ['stop', 'DRIVE', 'the process needs it no more'],
  ['offline', 'GATEWAY', 'pull the network cable of a gateway'],
  ['online', 'GATEWAY', 'put it back: the gateway sends what it kept'],
  ['clock-skew', 'GATEWAY SECONDS', 'set its clock ahead (or behind, with a minus)'],
  [
    'attack',
    'NAME [GATEWAY]',
    'port-scan, syn-flood, ssh-bruteforce, firmware-tamper, rogue-device, expired-cert, unauthorised-write, compromised-account, intrusion: what its logs say then',
  ],
  ['answer', 'GATEWAY [well|fails|hangs|reboots|falls-back]', 'how it deals with commands from now on'],
  ['commands', 'GATEWAY', 'how often each command came to it, and how often it was begun'],
  [
    'corrupt-firmware',
    'GATEWAY [one|both]',
    'damage the firmware that runs, or both slots: it restarts again and again',
  ],
  ['mend-firmware', 'GATEWAY', 'make both slots good again'],
  [
    'certificate-request',
    'GATEWAY',
    'somebody at its console has it make a new key and ask for a certificate',
  ],
  ['announce', 'ak-sm-800|ak-em-100 [GATEWAY]', 'a device past the end of its service appears behind it'],
  ['open-port', 'GATEWAY PORT', 'something listens on that port, which nobody listed'],
  ['close-port', 'GATEWAY PORT', 'nothing listens there any more'],
  ['withdraw', 'ak-sm-800|ak-em-100 [GATEWAY]', 'that device is taken out of use'],
  ['flood', 'COUNT [GATEWAY]', 'so many alarms within a second; 0 ends them'],
] as const;

const simulated: readonly CliCommand[] = ACTS.map(([act, usage, summary]) => ({
  name: `sim ${act}`,
  usage,
  summary,
  async run(args, shell) {
    // A negative number of seconds is no option.
    const words = usage.split(' ').filter((word) => word !== '');
    const least = words.filter((word) => !word.startsWith('[')).length;
    const [target, value] = readArguments(['--', ...args], { least, most: words.length }).positionals;
    const answer = await askSimulator(shell.settings().dataDirectory, {
      command: act,
      ...(target === undefined ? {} : { target }),
      ...(value === undefined ? {} : { value }),
    });
    if (answer.ok) shell.print(answer.text);
    else shell.complain(answer.error);
    return answer.ok ? EXIT.done : EXIT.failed;
  },
}));

const certificate: CliCommand = {
  name: 'sim certificate',
  usage: 'GATEWAY TIME',
  summary: 'give it a certificate that runs out after that time (90s, 20min, 3h, 3d), in place of all others',
  async run(args, shell) {
    const [gateway = '', time = ''] = readArguments(args, { least: 2, most: 2 }).positionals;
    const validMs = readDuration(time);
    const { dataDirectory } = shell.settings();
    // Asked first, so that no certificate is replaced for a gateway that nobody simulates.
    await askSimulator(dataDirectory, { command: 'status' });
    const staged = await withInstallation(shell, (installation) =>
      stageCertificate(installation, gateway, validMs),
    );
    const pair = { certificate: staged.certificate, key: staged.key };
    const answer = await askSimulator(dataDirectory, {
      command: 'use-certificate',
      target: gateway,
      ...pair,
    });
    if (answer.ok)
      shell.print(`${gateway} connects with a certificate that runs out at ${moment(staged.notAfter)}.`);
    else shell.complain(answer.error);
    return answer.ok ? EXIT.done : EXIT.failed;
  },
};

/** Commands to the demo plant that runs on the same data directory. The platform itself cannot send them (D6). */
export const simulatorCommands: readonly CliCommand[] = [...simulated, certificate];
