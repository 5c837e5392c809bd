import { EVIDENCE_TWIN } from '../lib/domain/posture/reported/twin';

/** Where a simulated gateway says what its collector found. */
export const EVIDENCE_CHANNEL = `twin/${EVIDENCE_TWIN}`;

/** Ports that a well set gateway listens on. */
const USUAL = new Map([
  [22, 'sshd'],
  [443, 'tedge-https'],
]);

/**
 * What a simulated gateway's collector finds of it. Most of it is in order, as on a gateway that somebody set up
 * with care; ports can be opened and closed by hand, to see what that does to the posture of its zone.
 */
export class GatewayEvidence {
  readonly #opened = new Set<number>();

  /** True when that changed something. */
  open(port: number): boolean {
    if (USUAL.has(port) || this.#opened.has(port)) return false;
    this.#opened.add(port);
    return true;
  }

  close(port: number): boolean {
    return this.#opened.delete(port);
  }

  /** The twin's body: keys of evidence with raw findings; what they mean is judged by the platform. */
  report(clockOffsetMs: number): object {
    const sockets = [
      ...[...USUAL].map(([port, process]) => ({ port, process })),
      ...[...this.#opened].map((port) => ({ port, process: 'opened by hand' })),
    ];
    return {
      simulated: true,
      'gw.ports.listening': {
        sockets: sockets.map((socket) => ({ protocol: 'tcp', address: '0.0.0.0', ...socket })),
      },
      'gw.firewall.policy': { input: 'drop', forward: 'drop', baseline: true },
      'gw.dos.config': { synCookies: true, rateLimit: true },
      'gw.secureboot': { enabled: true, enforced: true },
      'gw.tpm.used': { resident: true, available: true },
      'gw.fw.update': { signed: true, unexplainedRollbacks: 0 },
      'gw.fim': { changed: [], ageHours: 6 },
      'gw.apparmor': { unconfined: [] },
      'gw.malware': { readOnlyRoot: true, allowList: true, scanner: false },
      'gw.disk.encryption': { encrypted: true },
      'gw.ntp': {
        synchronised: Math.abs(clockOffsetMs) < 1_000,
        offsetMs: clockOffsetMs,
        source: 'time server of the plant',
      },
      'gw.ntp.nts': { authenticated: false },
      'gw.accounts.default': { enabled: [] },
      'gw.accounts.idle': { accounts: [{ name: 'service', idleDays: 3 }] },
      'gw.accounts.named': { shared: [] },
      'gw.password.policy': { minLength: 14, dictionary: true },
      'gw.login.lockout': { limit: 5, seen: true },
      'gw.ssh.config': { rootLogin: 'no', passwords: false, banner: true, idleMinutes: 10 },
      'gw.wireless': { radios: [{ kind: 'wifi', on: false }] },
      'gw.usb': { blocked: true },
      'gw.log.disk': { usedPct: 31, warning: true },
      'gw.resources': { limits: true, outOfMemory: 0 },
      'gw.backup': { automatic: true, ageDays: 1, restoreTestDays: 120 },
      'gw.power': { baseline: true },
      'net.segments': { separate: true, forwarding: false },
      'net.neighbours': { unexpected: [] },
      'net.unexpected': { unexpected: [] },
    };
  }
}

/** What the collector of a gateway finds of one drive behind it. */
export const driveEvidence = (drive: {
  model: string;
  serial: string | undefined;
  firmware: string | undefined;
}): object => ({
  simulated: true,
  'drv.inventory': { type: drive.model, serial: drive.serial ?? '', software: drive.firmware ?? '' },
  'drv.protocol': { protocol: 'modbus-rtu' },
  'drv.params.baseline': { matches: true },
  'drv.params.lock': { locked: true, isDefault: false },
  'drv.sto': { asDesigned: true },
});
