import { describe, expect, it } from 'vitest';
import { findingOfThinEdge, LOG_RECORD_TYPE } from '../../lib/domain/security/thin-edge-report';
import { ATTACKS, attackSteps, type Attack } from './attacks';
import type { Said } from './forwarded';

const NOW = Date.UTC(2026, 10, 20, 9);
const SCENE = { gateway: 'gw-001', random: () => 0.5 };

/** What the platform makes of one thing that a gateway says, as its type or in a word. */
function understood(said: Said): string {
  const reading =
    said.kind === 'alarm'
      ? findingOfThinEdge('a', said.type, said.text, { ...said.facts })
      : findingOfThinEdge('e', LOG_RECORD_TYPE, said.program, { ...said });
  return typeof reading === 'string' ? reading : reading.type;
}

const readings = (attack: Attack): ReadonlySet<string> =>
  new Set(attackSteps(attack, SCENE).map((step) => understood(step.say(NOW + step.afterMs))));

const SCAN = ['net.port_scan.xmas', 'net.port_scan.syn_fin', 'net.port_scan.null', 'net.port_scan.fin'];

const SEEN: Readonly<Record<Attack, readonly string[]>> = {
  'port-scan': SCAN,
  'syn-flood': ['net.syn_flood'],
  'ssh-bruteforce': ['auth.ssh_failed'],
  'firmware-tamper': ['update.started', 'update.signature_invalid'],
  'rogue-device': ['net.new_device'],
  'expired-cert': ['cert.expired'],
  'unauthorised-write': ['ot.modbus_write'],
  'compromised-account': ['auth.ssh_failed', 'auth.ssh_success', 'auth.account_change'],
  intrusion: [...SCAN, 'auth.ssh_failed', 'auth.ssh_success', 'ot.modbus_write'],
};

describe('the logs of an attacked gateway', () => {
  it.each(ATTACKS)('are understood to the last line: %s', (attack) => {
    expect([...readings(attack)]).toEqual(SEEN[attack]);
  });
});
