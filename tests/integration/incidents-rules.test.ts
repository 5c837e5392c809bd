import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bus } from '../../src/lib/server/bus';
import { readStream } from '../../src/lib/server/storage/stream-store';
import { durableEvent } from '../../src/lib/protocol/down';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { incidentBench } from '../support/incident-bench';
import { anAlarm, anEvent, NINE } from '../support/incident-signals';

let test: TestDatabase;
let bench: ReturnType<typeof incidentBench>;
const clock = new FakeClock(NINE);
const bus = new Bus();
beforeAll(async () => {
  test = await testDatabase({ bus });
  bench = incidentBench({ db: test.db, bus, clock });
});
afterAll(() => test.close());

/** Each test has a gateway of its own, and so incidents of its own. */
let n = 0;
let gateway = '';
beforeEach(() => void (gateway = `gw-r${(n += 1)}`));
const ours = async () => {
  const all = await bench.all();
  const own = await Promise.all(
    all.map(async (one) => ({ one, text: JSON.stringify(await bench.entries(one.id)) })),
  );
  return own.filter(({ text }) => text.includes(`"${gateway}"`)).map(({ one }) => one);
};

describe('incidents by rules, in the database', () => {
  it('are opened with what waited, fed by what follows, and stand as their entries say', async () => {
    await bench.take(anEvent('net.port_scan.generic', 'review', { gateway }));
    expect(await ours()).toEqual([]);
    await bench.take(anAlarm('auth.ssh_bruteforce', { gateway, at: NINE + 1_000 }));
    await bench.take(anAlarm('ot.modbus_write', { gateway, at: NINE + 2_000, drive: 'pump-1' }));
    const [incident, ...others] = await ours();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      title: `Unauthorised control of drives behind ${gateway}`,
      rule: 'intrusion',
      phase: 'detected',
      severity: 2,
      site: 'aarhus',
      zone: 'pumps',
      alarms: 2,
      events: 1,
      drives: 1,
      openedBy: null,
      escalationStep: 0,
    });
    expect(await bench.refolded(incident!.id)).toEqual(incident);
    const entries = await bench.entries(incident!.id);
    expect(entries.map(({ what }) => what.kind)).toEqual([
      'opened',
      'linked',
      'linked',
      'linked',
      'severity',
      'titled',
    ]);
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(bench.linked.filter((one) => one.incident === incident!.id)).toHaveLength(2);
  });

  it('do not change when the same is said again', async () => {
    const flood = anAlarm('net.syn_flood', { gateway });
    await bench.take(flood);
    const [before] = await ours();
    await bench.take(flood);
    await bench.take(flood, flood);
    expect(await ours()).toEqual([before]);
  });

  it('are one for a thousand alarms of one gateway in a second, and none of them is lost', async () => {
    const alarms = Array.from({ length: 1_000 }, (_, i) =>
      anAlarm('limit.flow.high', { gateway, at: NINE + i, key: `k${i}` }),
    );
    const began = performance.now();
    for (let from = 0; from < 1_000; from += 200) await bench.take(...alarms.slice(from, from + 200));
    expect(performance.now() - began).toBeLessThan(10_000);
    const [incident, ...others] = await ours();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ rule: 'alarm-flood', alarms: 1_000 });
    expect(await bench.refolded(incident!.id)).toEqual(incident);
    expect(incident!.entries).toBeLessThan(20);
  });

  it('are one, also when two transactions see the same thing at the same time', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => bench.take(anAlarm('net.syn_flood', { gateway, key: `${i}` }))),
    );
    const [incident, ...others] = await ours();
    expect(others).toEqual([]);
    expect(incident?.alarms).toBe(8);
  });

  it('are told to the durable stream entry by entry, in the zone they lie in', async () => {
    await bench.take(anAlarm('cert.expired', { gateway }));
    await bench.take(anEvent('cert.renewed', 'none', { gateway, at: NINE + 5_000 }));
    const [incident] = await ours();
    const rows = (await test.db.read((tx) => readStream(tx, 0, 1_000))).filter(
      ({ body }) => (body as { incident?: { id: number } }).incident?.id === incident!.id,
    );
    const events = rows.map(({ body }) => durableEvent.parse(body));
    const numbers = events.map((event) =>
      event.type === 'incident.changed' ? event.entries.map(({ number }) => number) : [],
    );
    expect(numbers).toEqual([[1, 2], [3]]);
    expect(rows.map(({ zone, site, audience }) => [zone, site, audience])).toEqual([
      ['pumps', 'aarhus', 'everybody'],
      ['pumps', 'aarhus', 'everybody'],
    ]);
  });

  it('come to nothing when the transaction does', async () => {
    const failing = test.db.transaction(async (tx) => {
      await bench.incidents.correlate(tx, [anAlarm('net.syn_flood', { gateway })]);
      throw new Error('later in the same transaction');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await ours()).toEqual([]);
  });
});

describe('the history of an incident', () => {
  it('is never changed, removed or numbered with a gap, also not by the program itself', async () => {
    await bench.take(anAlarm('cert.expired', { gateway }));
    const [incident] = await ours();
    const say = (text: string, ...values: unknown[]) => test.db.client.query(text, values);
    await expect(say('update incident_entry set reason = $1', 'x')).rejects.toThrow();
    await expect(say('delete from incident_entry')).rejects.toThrow();
    await expect(say('delete from incident')).rejects.toThrow();
    const insert = `insert into incident_entry (incident, number, at, reason, what) values ($1, $2, now(), '', '{}')`;
    await expect(say(insert, incident!.id, 9)).rejects.toThrow(/none before it/);
    await expect(say(insert, incident!.id, 1)).rejects.toThrow();
  });
});
