import { describe, expect, it } from 'vitest';
import { driveId, gatewayId } from '../ids';
import { RULES } from '../incidents/rules';
import { EVENT_TYPE_IDS } from '../security/catalogue';
import { RECOVERY } from './recovery';
import { suggestPlaybooks, type Occasion } from './suggest';
import { SUGGESTION_TABLE } from './suggestion-table';

const GATEWAY = gatewayId.parse('gw-001');
const seen = (type: string, facts: Record<string, string | number> = {}): Occasion => ({
  signs: [{ type, facts }],
  rule: null,
  gateway: GATEWAY,
  drives: [driveId.parse('pump-01')],
});
const first = (occasion: Occasion) => suggestPlaybooks(occasion)[0];

describe('playbooks that are offered', () => {
  it.each([
    ['host.attestation_failed', RECOVERY.firmwareCorruption],
    ['cert.expired', RECOVERY.certificateExpiry],
    ['auth.account_change', RECOVERY.compromisedAccount],
    ['net.syn_flood', RECOVERY.denialOfService],
    ['net.port_scan.xmas', RECOVERY.portScan],
    ['ot.modbus_write', RECOVERY.unauthorisedWrite],
    ['vuln.eol_product', RECOVERY.endOfService],
    ['net.new_device', RECOVERY.unknownDevice],
    ['time.drift', RECOVERY.clockDrift],
    ['gw.offline', RECOVERY.gatewayOffline],
  ])('answer what was seen: %s', (type, playbook) => {
    expect(first(seen(type))).toMatchObject({ playbook, because: type });
  });

  it('bring what is known of the place and of the source with them', () => {
    expect(first(seen('ot.modbus_write', { src: '10.20.0.60', dst: '10.20.0.21' }))?.variables).toEqual({
      __gateway__: 'gw-001',
      __drive__: 'pump-01',
      __source__: '10.20.0.60',
    });
  });

  it('leave to a person what nobody has told', () => {
    expect(first(seen('auth.account_change'))?.variables).toEqual({ __gateway__: 'gw-001' });
  });

  it('are ordered by what an incident shows, not by when it came', () => {
    const intrusion: Occasion = {
      ...seen('net.port_scan.xmas'),
      signs: ['net.port_scan.xmas', 'auth.ssh_success', 'ot.modbus_write'].map((type) => ({
        type,
        facts: {},
      })),
      rule: 'intrusion',
    };
    expect(suggestPlaybooks(intrusion).map(({ playbook }) => playbook)).toEqual([
      RECOVERY.unauthorisedWrite,
      RECOVERY.compromisedAccount,
      RECOVERY.portScan,
    ]);
  });

  it('follow from the rule of an incident whose signs say nothing more', () => {
    expect(first({ ...seen('host.reboot'), signs: [], rule: 'site-silent' })).toMatchObject({
      playbook: RECOVERY.gatewayOffline,
      because: null,
    });
  });

  it('are none for what no playbook is about', () => {
    expect(suggestPlaybooks(seen('ot.heatsink_high'))).toEqual([]);
  });
});

describe('the table of suggestions', () => {
  it('has every recovery playbook once, and only types and rules that there are', () => {
    expect(SUGGESTION_TABLE.map(({ playbook }) => playbook).sort()).toEqual(Object.values(RECOVERY).sort());
    const types = new Set<string>(EVENT_TYPE_IDS);
    const rules = new Set(RULES.map(({ id }) => id));
    expect(SUGGESTION_TABLE.flatMap((row) => row.types).filter((type) => !types.has(type))).toEqual([]);
    expect(SUGGESTION_TABLE.flatMap((row) => row.rules).filter((rule) => !rules.has(rule))).toEqual([]);
  });
});
