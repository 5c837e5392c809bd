import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_KEYS } from './evidence';
import { readEvidence, REPORTED_KEYS } from './reported';
import type { RuleContext } from './reported/rule';

const CONTEXT: RuleContext = { listeners: new Set(['8080/tcp']), destinations: new Set(), isBoundary: true };
const judged = (key: string, raw: unknown, context: Partial<RuleContext> = {}) => {
  const { answers, unusable } = readEvidence({ [key]: raw }, { ...CONTEXT, ...context });
  const [answer] = answers.values();
  return unusable.length > 0 ? 'unusable' : (answer?.verdict ?? 'not judged');
};
const socket = (port: number, address = '0.0.0.0') => ({ protocol: 'tcp', port, address, process: 'x' });

describe('what a gateway reports', () => {
  it.each([
    ['gw.ports.listening', { sockets: [socket(22), socket(443)] }, 'pass'],
    ['gw.ports.listening', { sockets: [socket(22), socket(8080)] }, 'pass'],
    ['gw.ports.listening', { sockets: [socket(22), socket(1880, '127.0.0.1')] }, 'pass'],
    ['gw.ports.listening', { sockets: [socket(8883)] }, 'fail'],
    ['gw.firewall.policy', { input: 'drop', forward: 'drop' }, 'pass'],
    ['gw.firewall.policy', { input: 'accept', forward: 'drop' }, 'fail'],
    ['gw.secureboot', { enabled: true, enforced: false }, 'fail'],
    ['gw.tpm.used', { resident: false, available: true }, 'fail'],
    ['gw.ntp', { synchronised: true, offsetMs: -1_200 }, 'fail'],
    ['gw.ntp', { synchronised: true, offsetMs: 12 }, 'pass'],
    ['gw.wireless', { radios: [{ kind: 'wifi', on: false }] }, 'not-applicable'],
    ['gw.wireless', { radios: [{ kind: 'wifi', on: true, security: 'WPA3', listed: true }] }, 'pass'],
    ['gw.wireless', { radios: [{ kind: 'wifi', on: true, security: 'WPA2', listed: true }] }, 'fail'],
    ['gw.accounts.idle', { accounts: [{ name: 'service', idleDays: 31 }] }, 'fail'],
    ['gw.ssh.config', { rootLogin: 'no', passwords: false, banner: true, idleMinutes: 15 }, 'pass'],
    ['gw.ssh.config', { rootLogin: 'no', passwords: false, banner: true, idleMinutes: 0 }, 'fail'],
    ['gw.backup', { automatic: true, ageDays: 1 }, 'fail'],
    ['gw.backup', { automatic: true, ageDays: 1, restoreTestDays: 200 }, 'pass'],
    ['drv.protocol', { protocol: 'modbus-rtu' }, 'fail'],
    ['drv.params.baseline', { matches: false, approved: true }, 'pass'],
  ])('%s %j: %s', (key, raw, is) => {
    expect(judged(key, raw)).toBe(is);
  });

  it('says what was found, so that a fail can be understood', () => {
    const { answers } = readEvidence({ 'gw.ports.listening': { sockets: [socket(1880)] } }, CONTEXT);
    expect(answers.get('gw.ports.listening')?.found).toBe('not listed: 1880/tcp (x)');
  });

  it('is not judged where the rule does not apply', () => {
    expect(judged('gw.firewall.policy', { input: 'accept', forward: 'accept' }, { isBoundary: false })).toBe(
      'not judged',
    );
    expect(judged('gw.ports.outbound', { destinations: ['a:1'] })).toBe('not judged');
    expect(judged('gw.ports.outbound', { destinations: ['a:1'] }, { destinations: new Set(['b:2']) })).toBe(
      'fail',
    );
  });

  it('is judged by nobody when it has another shape, or another name', () => {
    expect(judged('gw.ntp', { synchronised: 'yes' })).toBe('unusable');
    expect(judged('gw.ports.listening', { sockets: [{ protocol: 'tcp', port: 70_000, address: '' }] })).toBe(
      'unusable',
    );
    expect(judged('constructor', {})).toBe('unusable');
  });

  it('cannot speak of what this platform knows itself', () => {
    for (const key of EVIDENCE_KEYS.filter((one) => one.startsWith('plat.')))
      expect(judged(key, {})).toBe('unusable');
    expect(REPORTED_KEYS).not.toContain('gw.mtls');
    expect(REPORTED_KEYS).not.toContain('gw.cert');
  });

  it('is read without failing, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...REPORTED_KEYS), fc.anything())),
        (body) => {
          const { answers, unusable } = readEvidence(body, CONTEXT);
          expect(answers.size + unusable.length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });
});
