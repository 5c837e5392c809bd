import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentId, type IncidentId } from '../ids';
import { anAlarm, anEvent, NINE, placesWith } from '../../../../tests/support/incident-signals';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import { correlate, linkedKey, type Known, type OpenIncident, type PendingSignal } from './correlate';
import { RULES } from './rules';
import type { IncidentSignal } from './signal';

interface Kept extends OpenIncident {
  signals: IncidentSignal[];
}

/** Keeps what correlation decides, as the database does. */
class Desk {
  readonly incidents: Kept[] = [];
  #pending: PendingSignal[] = [];
  readonly #linked = new Set<string>();

  constructor(private readonly gateways = 100) {}

  take(...signals: readonly IncidentSignal[]): this {
    const known: Known = { open: this.incidents, pending: this.#pending, linked: this.#linked };
    const outcome = correlate(known, signals, placesWith(this.gateways));
    for (const { rule, group, title, severity, signals: all, lastSignalAt } of outcome.opened) {
      const id: IncidentId = incidentId.parse(this.incidents.length + 1);
      const openedAt = lastSignalAt;
      this.incidents.push({
        ...{ id, rule, group, title, severity, openedAt, lastSignalAt },
        alarms: 0,
        signals: [],
      });
      this.#link(id, all);
    }
    for (const { incident, worse, title, signals: all, lastSignalAt } of outcome.fed) {
      const kept = this.incidents.find(({ id }) => id === incident)!;
      Object.assign(kept, worse ?? {}, title === undefined ? {} : { title }, { lastSignalAt });
      this.#link(incident, all);
    }
    const touched = new Set(
      [...outcome.opened, ...outcome.pending].map(({ rule, group }) => `${rule} ${group}`),
    );
    this.#pending = [
      ...this.#pending.filter(({ rule, group }) => !touched.has(`${rule} ${group}`)),
      ...outcome.pending,
    ];
    return this;
  }

  #link(id: IncidentId, signals: readonly IncidentSignal[]): void {
    const kept = this.incidents.find((one) => one.id === id)!;
    kept.signals.push(...signals);
    kept.alarms += signals.filter(({ kind }) => kind === 'alarm').length;
    for (const signal of signals) this.#linked.add(linkedKey(kept.rule, signal));
  }

  get lines(): string[] {
    return this.incidents.map(({ rule, severity, title }) => `S${severity} ${rule}: ${title}`);
  }
}

const after = (minutes: number) => ({ at: NINE + minutes * MINUTE_MS });

describe('what each attack of the simulator opens', () => {
  it('port-scan: nothing, because from outside it is for review', () => {
    const scan = anEvent('net.port_scan.xmas', 'review', { key: '203.0.113.9' });
    expect(new Desk().take(scan).lines).toEqual([]);
  });

  it('port-scan from inside the drive network: an intrusion that is only suspicious so far', () => {
    const scan = anEvent('net.port_scan.xmas', 'act', { key: '10.20.4.17' });
    expect(new Desk().take(scan, anAlarm('net.port_scan.xmas')).lines).toEqual([
      'S4 intrusion: Port scan at gw-007',
    ]);
  });

  it('syn-flood: a denial of service', () => {
    expect(new Desk().take(anAlarm('net.syn_flood')).lines).toEqual([
      'S4 denial-of-service: Flood of traffic at gw-007',
    ]);
  });

  it('ssh-bruteforce: an intrusion that has not succeeded', () => {
    const desk = new Desk().take(
      anEvent('auth.ssh_failed', 'none'),
      anEvent('auth.ssh_bruteforce', 'act', after(1)),
      anAlarm('auth.ssh_bruteforce', after(1)),
    );
    expect(desk.lines).toEqual(['S4 intrusion: Attempts to log in on gw-007']);
    expect(desk.incidents[0]?.signals).toHaveLength(3);
  });

  it('firmware-tamper: a gateway that is not to be trusted', () => {
    expect(new Desk().take(anAlarm('update.signature_invalid')).lines).toEqual([
      'S3 gateway-integrity: Firmware of gw-007 is not to be trusted',
    ]);
  });

  it('rogue-device: a foreign device in its zone', () => {
    expect(new Desk().take(anAlarm('net.new_device')).lines).toEqual([
      'S4 foreign-device: Foreign device in pumps',
    ]);
  });

  it('expired-cert: trust that ran out, and with it the view', () => {
    expect(new Desk().take(anAlarm('cert.expired')).lines).toEqual([
      'S3 trust-expired: Certificate of gw-007 has expired',
    ]);
  });

  it('unauthorised-write: control of drives lost', () => {
    expect(new Desk().take(anAlarm('ot.modbus_write', { drive: 'pump-1' })).lines).toEqual([
      'S2 intrusion: Unauthorised control of drives behind gw-007',
    ]);
  });

  it('intrusion: one incident that grows worse from the scan to the write', () => {
    const desk = new Desk();
    desk.take(anEvent('net.port_scan.generic', 'review'));
    expect(desk.lines).toEqual([]);
    desk.take(anEvent('auth.ssh_bruteforce', 'act', after(2)));
    expect(desk.lines).toEqual(['S4 intrusion: Attempts to log in on gw-007']);
    desk.take(anEvent('auth.ssh_success', 'act', after(3)));
    expect(desk.lines).toEqual(['S3 intrusion: Somebody may have got in at gw-007']);
    desk.take(anEvent('ot.modbus_write', 'act', { ...after(9), drive: 'pump-1' }));
    expect(desk.lines).toEqual(['S2 intrusion: Unauthorised control of drives behind gw-007']);
    expect(desk.incidents[0]?.signals.map(({ type }) => type)).toEqual([
      'net.port_scan.generic',
      'auth.ssh_bruteforce',
      'auth.ssh_success',
      'ot.modbus_write',
    ]);
  });

  it('a flood of alarms that a rule knows: called a flood, and of what, however it comes in pieces', () => {
    const expired = (count: number, of: string) =>
      Array.from({ length: count }, (_, i) => anAlarm('cert.expired', { key: `${of}-${i}` }));
    const desk = new Desk().take(...expired(12, 'a'));
    expect(desk.lines).toEqual(['S3 trust-expired: Certificate of gw-007 has expired']);
    desk.take(...expired(12, 'b')).take(...expired(40, 'c'));
    expect(desk.lines).toEqual([
      'S3 trust-expired: Flood of alarms from gw-007: Certificate of gw-007 has expired',
    ]);
    expect(new Desk().take(...expired(20, 'd')).lines).toEqual(desk.lines);
  });

  it('twenty alarms of a rule in the course of an hour are no flood', () => {
    const desk = new Desk();
    for (let i = 0; i < 20; i += 1) desk.take(anAlarm('cert.expired', { ...after(3 * i), key: `${i}` }));
    expect(desk.lines).toEqual(['S3 trust-expired: Certificate of gw-007 has expired']);
  });

  it('flood of 1,000 alarms in a second from one gateway: one incident with all of them', () => {
    const desk = new Desk();
    for (let from = 0; from < 1_000; from += 100) {
      desk.take(
        ...Array.from({ length: 100 }, (_, i) =>
          anAlarm('limit.flow.high', { at: NINE + from + i, key: `k${from + i}` }),
        ),
      );
    }
    expect(desk.lines).toEqual(['S3 alarm-flood: Flood of alarms from gw-007']);
    expect(desk.incidents[0]?.signals).toHaveLength(1_000);
  });

  it('gateway loss of a whole site: one incident, also with the alarms of its drives', () => {
    const desk = new Desk(4);
    for (const n of [1, 2, 3, 4]) {
      const place = { gateway: `gw-${n}`, zone: `zone-${n}`, at: NINE + n * SECOND_MS };
      desk.take(anAlarm('ot.telemetry_stale', { ...place, drive: `d-${n}` }), anAlarm('gw.offline', place));
    }
    expect(desk.lines).toEqual(['S3 site-silent: Gateways of aarhus are silent']);
    expect(desk.incidents[0]?.signals).toHaveLength(8);
  });
});

describe('rules with a threshold', () => {
  it('one silent gateway among many is an alarm and no incident', () => {
    expect(new Desk(9).take(anAlarm('gw.offline')).lines).toEqual([]);
    expect(new Desk(1).take(anAlarm('gw.offline')).lines).toEqual([
      'S3 site-silent: Gateways of aarhus are silent',
    ]);
  });

  it('three gateways that fall silent over an hour are no site that is silent', () => {
    const lost = (n: number) => anAlarm('gw.offline', { gateway: `gw-${n}`, ...after(n * 20) });
    expect(new Desk().take(lost(1)).take(lost(2)).take(lost(3)).lines).toEqual([]);
  });

  it('three drives that trip together stop a zone, three trips of one do not', () => {
    const trip = (drive: string, at = NINE) => anAlarm('ot.drive_fault', { drive, at });
    expect(new Desk().take(trip('p-1'), trip('p-1'), trip('p-1')).lines).toEqual([]);
    expect(new Desk().take(trip('p-1'), trip('p-2')).take(trip('p-3', NINE + MINUTE_MS)).lines).toEqual([
      'S2 zone-stopped: Several drives tripped in pumps',
    ]);
  });

  it('three drives with values that cannot be true are one incident', () => {
    const odd = (drive: string) => anAlarm('ot.telemetry_implausible', { drive });
    expect(new Desk().take(odd('p-1'), odd('p-2'), odd('p-3')).lines).toEqual([
      'S3 false-values: Values in pumps cannot be true',
    ]);
  });
});

describe('further rules', () => {
  it.each([
    ['gw.firewall_disabled', 'S3 exposure: Protection of gw-007 is switched off'],
    ['net.disallowed_port', 'S4 exposure: Open way at gw-007'],
    ['host.attestation_failed', 'S3 gateway-integrity: gw-007 was tampered with'],
    ['host.log_forward_stopped', 'S3 gateway-integrity: gw-007 was tampered with'],
    ['update.failed', 'S4 gateway-integrity: Update of gw-007 went wrong'],
    ['gw.duplicate_identity', 'S3 foreign-device: Somebody poses as another device in pumps'],
    ['ot.drive_identity_changed', 'S3 foreign-device: p-9 is another drive than before'],
    ['ot.drive_sto_diag', 'S1 safety-function: Safe torque off of p-9 is faulty'],
    ['audit.rollback', 'S3 records-lost: The audit log went back'],
  ])('%s', (type, line) => {
    expect(new Desk().take(anAlarm(type, { drive: 'p-9' })).lines).toEqual([line]);
  });

  it('what an update changes is no incident shortly after one', () => {
    const update = anEvent('update.installed', 'none');
    const changed = (minutes: number) => anEvent('host.file_integrity', 'act', after(minutes));
    expect(new Desk().take(update).take(changed(5)).lines).toEqual([]);
    expect(new Desk().take(update).take(changed(20)).lines).toEqual([
      'S3 gateway-integrity: Software of gw-007 changed',
    ]);
    expect(new Desk().take(changed(5)).lines).toHaveLength(1);
  });
});

describe('one incident or several', () => {
  const write = (given = {}) => anAlarm('ot.modbus_write', given);

  it('gateways have their own', () => {
    expect(new Desk().take(write(), write({ gateway: 'gw-008' })).lines).toHaveLength(2);
  });

  it('what comes again within the window belongs to the open one, later it is another', () => {
    const desk = new Desk().take(anAlarm('net.syn_flood')).take(anAlarm('net.syn_flood', after(50)));
    expect(desk.lines).toHaveLength(1);
    expect(desk.take(anAlarm('net.syn_flood', after(50 + 61))).lines).toHaveLength(2);
  });

  it('what is seen again opens nothing, also when its incident is over', () => {
    const flood = anAlarm('net.syn_flood');
    const desk = new Desk().take(flood);
    const linked = new Set([linkedKey('denial-of-service', flood)]);
    desk.take(flood);
    expect(desk.incidents[0]?.signals).toHaveLength(1);
    expect(correlate({ open: [], pending: [], linked }, [flood], placesWith(9)).opened).toEqual([]);
  });

  it('the severity of an open one never falls', () => {
    const desk = new Desk().take(write()).take(anAlarm('auth.ssh_bruteforce', after(1)));
    expect(desk.lines).toEqual(['S2 intrusion: Unauthorised control of drives behind gw-007']);
  });

  it('their number does not depend on the order of signals, nor on how many come at once', () => {
    const types = RULES.flatMap(({ openings, context }) => [
      ...openings.flatMap(({ types: all }) => (all === 'other-alarms' ? ['limit.flow.high'] : all)),
      ...context.slice(0, 2),
    ]);
    const signal = fc
      .record({
        type: fc.constantFrom(...types),
        gateway: fc.constantFrom('gw-1', 'gw-2', 'gw-3', 'gw-4'),
        drive: fc.constantFrom(null, 'p-1', 'p-2', 'p-3'),
        at: fc.nat(9).map((n) => NINE + n * SECOND_MS),
        isAlarm: fc.boolean(),
        response: fc.constantFrom('none' as const, 'review' as const, 'act' as const),
      })
      // What an update explains depends on which was first; that is meant.
      .filter(({ type }) => !type.startsWith('update.'))
      .map(({ type, isAlarm, response, ...given }) =>
        isAlarm ? anAlarm(type, given) : anEvent(type, response, given),
      );
    const shuffled = fc
      .array(signal, { minLength: 1, maxLength: 40 })
      .chain((signals) =>
        fc.tuple(
          fc.constant(signals),
          fc.shuffledSubarray(signals, { minLength: signals.length }),
          fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 40, maxLength: 40 }),
        ),
      );
    const groups = (desk: Desk) => desk.incidents.map(({ rule, group }) => `${rule} ${group}`).sort();
    fc.assert(
      fc.property(shuffled, ([signals, others, sizes]) => {
        const at = (list: readonly IncidentSignal[]) => {
          const desk = new Desk(4);
          const rest = [...list];
          for (const size of sizes) if (rest.length > 0) desk.take(...rest.splice(0, size));
          return groups(desk);
        };
        const inOrder = groups(new Desk(4).take(...signals));
        expect(at(signals)).toEqual(inOrder);
        expect(at(others)).toEqual(inOrder);
      }),
      { numRuns: 200 },
    );
  });

  it('rules look back no further than they say', () => {
    for (const { windowMs } of RULES) expect(windowMs).toBeLessThanOrEqual(24 * HOUR_MS);
  });
});
