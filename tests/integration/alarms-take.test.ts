import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acknowledgeAlarm, resetAlarm } from '../../src/lib/server/alarms/acknowledge';
import { alarmBench, type AlarmBench } from '../support/alarm-bench';

let bench: AlarmBench;
beforeAll(async () => {
  bench = await alarmBench();
  await bench.person('ops', 'operator@plant');
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

const states = async () =>
  (await bench.listed()).map(({ drive, gateway, state }) => `${drive ?? gateway} ${state}`);

describe('a report', () => {
  it('raises an alarm, which is listed, counted, written down, told to everybody and handed on', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    const [alarm] = await bench.listed();
    expect(alarm).toMatchObject({
      definition: 'ot.drive_fault',
      site: 'aarhus',
      zone: 'pumps',
      gateway: 'gw-a',
      drive: 'p1',
      state: 'unacknowledged',
      isAnnunciated: true,
      raisedAt: bench.clock.now(),
      count: 1,
      revision: 1,
    });
    expect(await bench.journal()).toEqual(['raised unacknowledged']);
    expect(bench.raised.map(({ id }) => id)).toEqual([alarm?.id]);
    expect(await bench.stream()).toEqual([
      {
        type: 'alarms.changed',
        alarms: [alarm],
        counts: expect.objectContaining({ zone: 'pumps', site: 'aarhus', unacknowledged: [0, 1, 0, 0] }),
      },
    ]);
    expect(await bench.sounds()).toBe(1);
  });

  it('said again counts up and changes nothing that people did', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    const [first] = await bench.listed();
    await bench.does('ops', acknowledgeAlarm, { id: first?.id, note: 'seen' });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { text: 'still' }));
    const [again] = await bench.listed();
    expect(again).toMatchObject({ id: first?.id, count: 2, text: 'still', state: 'acknowledged' });
    expect(again?.acknowledged).toMatchObject({ by: 'ops', note: 'seen' });
    expect(await bench.sounds()).toBe(1);
  });

  it('of a higher priority sounds again, and one of a lower changes nothing', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 3 }));
    const [first] = await bench.listed();
    await bench.does('ops', acknowledgeAlarm, { id: first?.id });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 4 }));
    expect(await states()).toEqual(['p1 acknowledged']);
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 1 }));
    expect((await bench.listed())[0]).toMatchObject({
      state: 'unacknowledged',
      priority: 1,
      acknowledged: null,
    });
    expect(await bench.sounds()).toBe(2);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('of normal closes what was acknowledged, and leaves the rest returned and silent', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1'), bench.report('ot.drive_fault', 'p2'));
    const [seen] = await bench.listed();
    await bench.does('ops', acknowledgeAlarm, { id: seen?.id });
    await bench.take(
      bench.report('ot.drive_fault', 'p1', 'normal'),
      bench.report('ot.drive_fault', 'p2', 'normal'),
    );
    expect(await states()).toEqual(['p2 returned']);
    expect(await bench.alarm(seen?.id ?? 0)).toMatchObject({ state: 'normal', closedAt: bench.clock.now() });
    expect(await bench.sounds()).toBe(2);
  });

  it('that comes again after the return is a new occurrence; the old one stays unacknowledged in history', async () => {
    const on = bench.report('ot.drive_fault', 'p1');
    await bench.take(on, bench.report('ot.drive_fault', 'p1', 'normal'), on);
    const listed = await bench.listed();
    expect(listed).toHaveLength(1);
    const [before] = bench.raised;
    expect(before?.id).not.toBe(listed[0]?.id);
    expect(await bench.alarm(before?.id ?? 0)).toMatchObject({ acked: false, state: 'normal' });
    await expect(bench.does('ops', acknowledgeAlarm, { id: before?.id })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await bench.journal(before?.id)).toEqual([
      'raised unacknowledged',
      'returned returned',
      'superseded returned',
    ]);
  });

  it('of unknown keeps the last known state and says since when nothing is known', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    await bench.take(bench.report('ot.drive_fault', 'p1', 'unknown'));
    expect((await bench.listed())[0]).toMatchObject({
      state: 'unacknowledged',
      unknownSince: bench.clock.now(),
    });
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    expect((await bench.listed())[0]).toMatchObject({ unknownSince: null, count: 2 });
  });

  it('three times within a minute is chattering', async () => {
    const on = bench.report('ot.drive_fault', 'p1');
    const off = bench.report('ot.drive_fault', 'p1', 'normal');
    await bench.take(on, off, on, off);
    expect((await bench.listed())[0]?.isChattering).toBe(false);
    await bench.take(on);
    expect((await bench.listed())[0]?.isChattering).toBe(true);
  });

  it('of an alarm that nobody defined is left out', async () => {
    await bench.take(bench.report('no.such', 'p1'), bench.report('ot.drive_fault', 'p1'));
    expect(await states()).toEqual(['p1 unacknowledged']);
  });

  it('that is rolled back leaves nothing', async () => {
    await expect(
      bench.test.db.transaction(async (tx) => {
        await bench.alarms.take(tx, [bench.report('ot.drive_fault', 'p1')]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect([await bench.listed(), await bench.stream()]).toEqual([[], []]);
  });
});

describe('a cause', () => {
  it('holds what it explains: one line that tells how many, and no sound', async () => {
    await bench.take(bench.report('gw.offline', 'gw-a'));
    await bench.take(bench.report('ot.drive_comm_lost', 'p1'), bench.report('ot.drive_comm_lost', 'p2'));
    await bench.take(bench.report('ot.drive_comm_lost', 'f1'));
    expect(await states()).toEqual([
      'gw-a unacknowledged',
      'p1 suppressed',
      'p2 suppressed',
      'f1 unacknowledged',
    ]);
    const [cause, child] = await bench.listed();
    expect(cause?.held).toBe(2);
    expect(child).toMatchObject({ cause: cause?.id, suppressed: { cause: cause?.id }, isAnnunciated: false });
    expect(await bench.sounds()).toBe(2);
  });

  it('holds also what came before it, and what comes with it in whatever order', async () => {
    await bench.take(bench.report('ot.drive_comm_lost', 'p1'));
    await bench.take(bench.report('ot.drive_comm_lost', 'p2'), bench.report('gw.offline', 'gw-a'));
    expect(await states()).toEqual(['p1 suppressed', 'gw-a unacknowledged', 'p2 suppressed']);
    expect(await bench.sounds()).toBe(2);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('lets go two publish intervals after it has gone; what still holds then sounds', async () => {
    await bench.take(bench.report('gw.offline', 'gw-a'));
    await bench.take(bench.report('ot.drive_comm_lost', 'p1'), bench.report('ot.drive_comm_lost', 'p2'));
    await bench.take(bench.report('gw.offline', 'gw-a', 'normal'));
    await bench.take(bench.report('ot.drive_comm_lost', 'p1', 'normal'));
    await bench.clock.advance(1_999);
    await bench.alarms.tick();
    expect(await states()).toEqual(['gw-a returned', 'p1 suppressed', 'p2 suppressed']);
    await bench.clock.advance(1);
    await bench.alarms.tick();
    expect(await states()).toEqual(['gw-a returned', 'p1 returned', 'p2 unacknowledged']);
    expect((await bench.listed())[0]?.held).toBe(0);
    expect(await bench.sounds()).toBe(2);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('that comes again before that holds on', async () => {
    await bench.take(bench.report('gw.offline', 'gw-a'));
    await bench.take(bench.report('ot.drive_comm_lost', 'p1'));
    await bench.take(bench.report('gw.offline', 'gw-a', 'normal'));
    await bench.clock.advance(1_000);
    await bench.take(bench.report('gw.offline', 'gw-a'));
    await bench.clock.advance(10_000);
    await bench.alarms.tick();
    const listed = await bench.listed();
    expect(listed.map(({ state, held }) => [state, held])).toEqual([
      ['suppressed', 0],
      ['unacknowledged', 1],
    ]);
  });
});

describe('first-out', () => {
  it('is marked among the trips of a zone by the drives’ clocks, and uncertain when they are too close', async () => {
    const at = bench.clock.now();
    const trip = (drive: string, sourceTime: number) => {
      const report = bench.report('ot.drive_fault', drive);
      return { ...report, time: { receivedAt: at, sourceTime, clockOffsetMs: 0, clockUncertaintyMs: 20 } };
    };
    await bench.take(trip('p1', at - 100));
    expect((await bench.listed()).map(({ firstOut }) => firstOut)).toEqual(['no']);
    await bench.take(trip('p2', at - 400));
    expect((await bench.listed()).map(({ drive, firstOut }) => [drive, firstOut])).toEqual([
      ['p1', 'no'],
      ['p2', 'first'],
    ]);
    await bench.take(trip('p3', at - 390));
    expect((await bench.listed()).map(({ firstOut }) => firstOut)).toEqual(['no', 'candidate', 'candidate']);
  });
});

describe('a latched alarm', () => {
  it('stays after the condition is gone, until it was acknowledged and reset', async () => {
    await bench.take(
      bench.report('ot.drive_sto_active', 'p1'),
      bench.report('ot.drive_sto_active', 'p1', 'normal'),
    );
    const [alarm] = await bench.listed();
    expect(alarm?.state).toBe('latched-unacknowledged');
    const id = alarm?.id;
    await expect(bench.does('ops', resetAlarm, { id })).rejects.toThrow('Acknowledge the alarm');
    await bench.does('ops', acknowledgeAlarm, { id });
    expect(await states()).toEqual(['p1 latched-acknowledged']);
    expect(await bench.does('ops', resetAlarm, { id, note: 'checked' })).toMatchObject({ state: 'normal' });
    expect(await bench.listed()).toEqual([]);
    expect(await bench.wrongCounts()).toEqual([]);
  });
});

it('a report of normal about what was never an alarm leaves nothing behind', async () => {
  await bench.take(
    bench.report('ot.drive_fault', 'p1', 'normal'),
    bench.report('ot.drive_fault', 'p2', 'unknown'),
  );
  const { rows } = await bench.test.db.client.query('select id from alarm_point');
  expect(rows).toEqual([]);
});

it('alarms of what has no zone are of the whole plant', async () => {
  await bench.person('mill', 'operator@zone:mill');
  await bench.take({ ...bench.report('audit.rollback', 'gw-a'), gateway: null });
  const [alarm] = await bench.listed();
  expect(alarm).toMatchObject({ zone: null, site: null, gateway: null, priority: 1 });
  await expect(bench.does('mill', acknowledgeAlarm, { id: alarm?.id })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await bench.does('ops', acknowledgeAlarm, { id: alarm?.id })).toMatchObject({
    state: 'acknowledged',
  });
  const { rows } = await bench.test.db.client.query<{ audience: string }>(
    'select audience from stream_entry',
  );
  expect(new Set(rows.map(({ audience }) => audience))).toEqual(new Set(['whole-plant']));
});
