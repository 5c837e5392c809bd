import { describe, expect, it } from 'vitest';
import { ATTACK_COPYRIGHT, ATTACK_NOTICE } from './attack-notice';
import { ATTACK_TECHNIQUES } from './attack-techniques';
import { byThinEdgeType, EVENT_TYPE_IDS, EVENT_TYPES, eventType } from './catalogue';
import { clearCauses } from './clear-rule';
import { INCIDENT_RULES } from './incident-rule';
import { SEVERITY_SCALES } from './severity';

const types = Object.values(EVENT_TYPES);

describe('the catalogue', () => {
  it('has the 92 types it started from and says which are its own', () => {
    expect(types.filter(({ isOurs }) => !isOurs)).toHaveLength(92);
    expect(types.filter(({ isOurs }) => isOurs).map(({ id }) => id)).toEqual([
      'auth.password_policy',
      'host.attestation_unknown',
      'host.boot_external',
      'cert.revoked_used',
      'gw.event_storm',
    ]);
  });

  it('knows everything that the gateways of the vendor watch for', () => {
    for (const id of [
      'net.syn_flood',
      'net.ssh_flood',
      'net.http_flood',
      'net.port_scan.syn_fin',
      'net.port_scan.syn_rst',
      'net.port_scan.xmas',
      'net.port_scan.null',
      'net.port_scan.fin',
      'net.disallowed_port',
      'net.unexpected_outbound',
      'net.new_device',
      'host.secure_boot_off',
      'host.attestation_failed',
      'host.apparmor_denied',
      'host.apparmor_disabled',
      'host.tamper_open',
      'update.installed',
      'update.signature_invalid',
      'update.rollback',
      'auth.default_credentials',
      'auth.idle_account',
      'auth.password_policy',
      'time.unsynced',
      'cert.expired',
      'cert.mismatch',
      'tls.handshake_failed',
      'ot.modbus_write',
    ]) {
      expect(eventType(id)?.id).toBe(id);
    }
  });

  it('counts 53 states and 39 moments among the 92', () => {
    const given = types.filter(({ isOurs }) => !isOurs);
    expect(given.filter(({ kind }) => kind === 'state')).toHaveLength(53);
    expect(given.filter(({ kind }) => kind === 'moment')).toHaveLength(39);
  });

  it('gives every title to one type only', () => {
    expect(new Set(types.map(({ title }) => title)).size).toBe(types.length);
  });

  it('takes nothing for a type that it has not', () => {
    for (const id of ['', 'net', 'net.port_scan', 'toString', '__proto__'])
      expect(eventType(id)).toBeUndefined();
  });
});

describe('a name of thin-edge', () => {
  it('leads back to its type, by looking it up', () => {
    for (const id of EVENT_TYPE_IDS) expect(byThinEdgeType(EVENT_TYPES[id].thinEdge.type)?.id).toBe(id);
    expect(byThinEdgeType('net_port_scan_xmas')?.id).toBe('net.port_scan.xmas');
    expect(byThinEdgeType('net_syn_flood')?.id).toBe('net.syn_flood');
  });

  it('is unknown rather than guessed', () => {
    for (const name of ['net.syn_flood', 'net_syn', 'constructor', ''])
      expect(byThinEdgeType(name)).toBeUndefined();
  });

  it('is also understood as the flow for certificates calls it', () => {
    expect(byThinEdgeType('certificateExpiresSoon_warn')?.id).toBe('cert.expiring');
    expect(byThinEdgeType('certificateExpiresSoon_alarm')?.id).toBe('cert.expiring');
  });

  it('is of an alarm for states, with a severity, and of an event for moments', () => {
    for (const { kind, severity, thinEdge } of types) {
      expect(thinEdge.channel).toBe(kind === 'state' ? 'a' : 'e');
      expect(thinEdge.severity).toBe(kind === 'state' ? SEVERITY_SCALES[severity].thinEdge : undefined);
    }
  });
});

describe('an end', () => {
  it('has every state, and no moment', () => {
    for (const { id, kind, clears } of types) {
      expect(clearCauses(clears).length > 0, id).toBe(kind === 'state');
      expect(clears.by === 'itself', id).toBe(kind === 'moment');
    }
  });

  it('does not hang on a thin-edge alarm where the state is read from a log', () => {
    const fromLogs = [
      'net.syn_flood',
      'net.unexpected_outbound',
      'auth.ssh_bruteforce',
      'host.audit_tamper',
    ] as const;
    const more = [
      'host.service_down',
      'update.failed',
      'update.rejected',
      'update.rollback',
      'update.slot_bad',
    ] as const;
    for (const id of [...fromLogs, ...more]) {
      const causes = clearCauses(EVENT_TYPES[id].clears).map(({ by }) => by);
      expect(causes.includes('quiet') || causes.includes('person'), id).toBe(true);
    }
  });

  it('by another event is one that the catalogue knows', () => {
    for (const { clears } of types) {
      for (const cause of clearCauses(clears)) {
        if (cause.by === 'event') for (const id of cause.types) expect(eventType(id)?.kind).toBe('moment');
        if (cause.by === 'quiet' && cause.of !== undefined) expect(eventType(cause.of)).toBeDefined();
      }
    }
  });
});

describe('an alarm', () => {
  it('is raised only by what asks for somebody now, and then has a priority', () => {
    for (const { id, response, actsFrom, priority } of types) {
      expect(priority !== undefined, id).toBe(response === 'act' || actsFrom !== undefined);
    }
  });

  it('is never told apart by what a sender makes up', () => {
    for (const { alarmBy } of types) {
      for (const field of ['src', 'spt', 'dpt', 'cn', 'dst']) {
        if (field === 'dst' && alarmBy.includes('unit')) continue;
        expect(alarmBy).not.toContain(field);
      }
    }
  });

  it('is told apart by parts of the row’s key only', () => {
    for (const { id, alarmBy, aggregate } of types) {
      for (const field of alarmBy) expect(aggregate.by, id).toContain(field);
    }
  });

  it('is not raised by scans from outside, nor by what prevention has dealt with', () => {
    for (const id of ['net.port_scan.xmas', 'net.port_scan.generic', 'net.icmp_flood', 'auth.ban'] as const) {
      expect(EVENT_TYPES[id].response).not.toBe('act');
    }
  });
});

describe('labels', () => {
  it('are techniques of ATT&CK for ICS by id and name, none of them where there is no adversary', () => {
    for (const { id, attack } of types) {
      for (const { id: technique, name } of attack) expect(ATTACK_TECHNIQUES[technique]).toBe(name);
      expect(attack.length === 0, id).toBe(id === 'cert.renewed');
    }
    expect(eventType('net.port_scan.xmas')?.attack[0]).toEqual({
      id: 'T0846',
      name: 'Remote System Discovery',
      fit: 'direct',
    });
  });

  it('never call guessed passwords a brute force of inputs and outputs', () => {
    for (const { id, attack } of types) {
      if (id.startsWith('auth.')) expect(attack.map((label) => label.id)).not.toContain('T0806');
    }
  });

  it('come with the notice of those who made them', () => {
    expect(ATTACK_NOTICE).toContain(ATTACK_COPYRIGHT);
    expect(ATTACK_NOTICE).toContain('royalty-free license');
  });

  it('name the requirements of IEC 62443-3-3 and what those belong to', () => {
    expect(eventType('net.syn_flood')).toMatchObject({
      sr: ['SR 7.1', 'SR 5.2', 'SR 6.2'],
      fr: ['FR 5 RDF', 'FR 6 TRE', 'FR 7 RA'],
    });
    for (const { id, sr, fr } of types) {
      expect(sr.length, id).toBeGreaterThan(0);
      expect(fr.length, id).toBeGreaterThan(0);
    }
  });

  it('name a rule of incidents for whatever can act on security', () => {
    for (const { id, priority, judgedBy, incidentRule } of types) {
      if (priority !== undefined && judgedBy === 'report') expect(incidentRule, id).toBeDefined();
      if (incidentRule !== undefined) expect(INCIDENT_RULES).toHaveProperty(incidentRule);
    }
  });
});

it('severity reads the same on every scale', () => {
  expect(eventType('update.signature_invalid')).toMatchObject({
    severity: 'critical',
    syslogSeverity: 2,
    cefSeverity: 10,
    ocsfSeverity: 5,
    thinEdge: { severity: 'critical' },
  });
  expect(eventType('auth.ssh_success')).toMatchObject({ syslogSeverity: 6, cefSeverity: 1, ocsfSeverity: 1 });
});
