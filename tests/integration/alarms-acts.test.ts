import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmId } from '../../src/lib/domain/ids';
import { HOUR_MS, MINUTE_MS } from '../../src/lib/domain/time';
import {
  acknowledgeAlarm,
  confirmAlarm,
  returnToService,
  suppressAlarm,
  takeOutOfService,
  unsuppressAlarm,
} from '../../src/lib/server/alarms/acknowledge';
import { acknowledgeAlarms, shelveAlarms } from '../../src/lib/server/alarms/many-alarms';
import { shelveAlarm, unshelveAlarm } from '../../src/lib/server/alarms/shelve';
import { alarmBench, type AlarmBench } from '../support/alarm-bench';

let bench: AlarmBench;
beforeAll(async () => {
  bench = await alarmBench();
  for (const [name, grant] of Object.entries({
    kim: 'operator@plant',
    lea: 'operator@plant',
    rob: 'responder@plant',
    pumps: 'operator@zone:pumps',
    boss: 'manager@plant',
    root: 'administrator@plant',
  })) {
    await bench.person(name, grant);
  }
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

async function raise(...of: [definition: string, of: string, key?: string][]): Promise<AlarmId[]> {
  await bench.take(
    ...of.map(([definition, place, key]) => bench.report(definition, place, 'active', { key: key ?? '' })),
  );
  return bench.raised.splice(0).map(({ id }) => id);
}
const aFault = async (drive = 'p1'): Promise<AlarmId> => (await raise(['ot.drive_fault', drive]))[0]!;
const stateOf = async (id: AlarmId) => (await bench.alarm(id)).state;

describe('acknowledging', () => {
  it('is seen by everybody at once, with name and note, and stands in journal and audit log', async () => {
    const id = await aFault();
    await bench.does('kim', acknowledgeAlarm, { id, note: 'on my way' });
    expect((await bench.stream()).at(-1)).toMatchObject({
      type: 'alarms.changed',
      alarms: [{ id, state: 'acknowledged', acknowledged: { by: 'kim', note: 'on my way' }, revision: 2 }],
      counts: { acknowledged: [0, 1, 0, 0], unacknowledged: [0, 0, 0, 0] },
    });
    expect(await bench.journal(id)).toEqual(['raised unacknowledged', 'acknowledged acknowledged kim']);
    expect((await bench.auditLines()).at(-1)).toBe(`kim alarm.acknowledge alarm:${id} done`);
  });

  it('by two at once: one of them wins, and the other is told who it was', async () => {
    const id = await aFault();
    const both = await Promise.allSettled([
      bench.does('kim', acknowledgeAlarm, { id }),
      bench.does('lea', acknowledgeAlarm, { id }),
    ]);
    const winner = (await bench.alarm(id)).acknowledged?.by;
    const lost = both.find((one) => one.status === 'rejected');
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(lost?.reason).toMatchObject({ code: 'conflict' });
    expect(String(lost?.reason)).toContain(`${winner} did it`);
  });

  it('by fifty at once: exactly one wins', async () => {
    const id = await aFault();
    const { actor } = await (await bench.enter('kim')).now();
    const all = await Promise.allSettled(
      Array.from({ length: 50 }, () => bench.doesAs(actor, acknowledgeAlarm, { id })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('is for those who run the plant there: not for managers or administrators, nor in another zone', async () => {
    const id = await aFault();
    const mill = await aFault('m1');
    await expect(bench.does('boss', acknowledgeAlarm, { id })).rejects.toMatchObject({
      code: 'access.denied',
    });
    await expect(bench.does('root', acknowledgeAlarm, { id })).rejects.toMatchObject({
      code: 'access.denied',
    });
    await expect(bench.does('pumps', acknowledgeAlarm, { id: mill })).rejects.toMatchObject({
      code: 'not-found',
    });
    await bench.does('pumps', acknowledgeAlarm, { id });
    expect([await stateOf(id), await stateOf(mill)]).toEqual(['acknowledged', 'unacknowledged']);
  });

  it('of something that is over is refused with a reason, and of nothing is not found', async () => {
    const id = await aFault();
    await bench.does('kim', acknowledgeAlarm, { id });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'normal'));
    await expect(bench.does('kim', acknowledgeAlarm, { id })).rejects.toThrow('nothing to be done');
    await expect(bench.does('kim', acknowledgeAlarm, { id: 99_999 })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(bench.does('kim', acknowledgeAlarm, { id: 'x' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    const long = { id, note: 'x'.repeat(501) };
    await expect(bench.does('kim', acknowledgeAlarm, long)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('is one step, confirming another that changes no state', async () => {
    const id = await aFault();
    expect(await bench.does('kim', confirmAlarm, { id, note: 'fuse' })).toMatchObject({
      state: 'unacknowledged',
      confirmed: { by: 'kim', note: 'fuse' },
    });
    await expect(bench.does('lea', confirmAlarm, { id })).rejects.toThrow('kim did it');
  });
});

describe('acknowledging several', () => {
  it('does each for itself: what fails says why, and the rest is done', async () => {
    const [a, top] = await raise(['ot.drive_fault', 'p1'], ['ot.drive_trip_lock', 'p1']);
    const other = await aFault('m1');
    const [b] = await raise(['ot.drive_warning', 'p2']);
    await bench.take(bench.report('ot.drive_fault', 'p3', 'active', { priority: 1 }));
    const worst = bench.raised.splice(0)[0]!.id;
    await bench.does('kim', acknowledgeAlarm, { id: b });
    const answer = await bench.does('pumps', acknowledgeAlarms, {
      ids: [a, b, other, worst, 99_999],
      note: 'round',
    });
    expect(answer.done).toEqual([a]);
    expect(answer.failed.map(({ id, code }) => [id, code])).toEqual([
      [b, 'conflict'],
      [other, 'not-found'],
      [worst, 'alarm.one-by-one'],
      [99_999, 'not-found'],
    ]);
    expect(await stateOf(top!)).toBe('unacknowledged');
    expect((await bench.auditLines()).filter((line) => line.startsWith('pumps alarm')).slice(-1)).toEqual([
      `pumps alarm.acknowledge alarm:${a} done`,
    ]);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('takes at most a hundred', async () => {
    const ids = Array.from({ length: 101 }, (_, i) => i + 1);
    await expect(bench.does('kim', acknowledgeAlarms, { ids })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('who may it nowhere among them is refused as a whole, and it is written down', async () => {
    const mill = await aFault('m1');
    await bench.person('fans', 'operator@zone:fans');
    await bench.person('chief', 'manager@plant');
    await expect(bench.does('fans', acknowledgeAlarms, { ids: [mill] })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(bench.does('chief', acknowledgeAlarms, { ids: [mill] })).rejects.toMatchObject({
      code: 'access.denied',
    });
    expect((await bench.auditLines()).at(-1)).toBe(
      'chief alarm.acknowledge installation:installation refused',
    );
  });
});

describe('a shelf', () => {
  const wish = { minutes: 30, reason: 'sensor is being changed' };

  it('keeps an alarm silent until its time is over, however often it comes and goes; then it sounds again', async () => {
    const id = await aFault();
    expect(await bench.does('kim', shelveAlarm, { id, ...wish })).toMatchObject({
      state: 'shelved',
      shelved: { by: 'kim', mode: 'timed', note: wish.reason, until: bench.clock.now() + 30 * MINUTE_MS },
    });
    const heard = await bench.sounds();
    await bench.take(bench.report('ot.drive_fault', 'p1', 'normal'));
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    const [now] = await bench.listed();
    expect(now).toMatchObject({ state: 'shelved', isAnnunciated: false, active: true });
    expect(await bench.sounds()).toBe(heard);

    await bench.clock.advance(30 * MINUTE_MS);
    // Nobody has put it away yet, and whoever looks sees that it is over.
    expect((await bench.listed())[0]).toMatchObject({ state: 'unacknowledged', shelved: null });
    await bench.alarms.tick();
    expect(await bench.sounds()).toBe(heard + 1);
    expect((await bench.journal()).at(-1)).toBe('shelf-ended unacknowledged');
    expect((await bench.stream()).at(-1)).toMatchObject({
      counts: { shelved: 0, unacknowledged: [0, 1, 0, 0] },
    });
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('is listed while the condition is normal, so that nobody forgets it', async () => {
    const id = await aFault();
    await bench.does('kim', acknowledgeAlarm, { id });
    await bench.does('kim', shelveAlarm, { id, ...wish });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'normal'));
    expect((await bench.listed()).map(({ state, active }) => [state, active])).toEqual([['shelved', false]]);
    await bench.does('lea', unshelveAlarm, { id });
    expect(await bench.listed()).toEqual([]);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('for one episode ends with it', async () => {
    const id = await aFault();
    await bench.does('kim', shelveAlarm, { id, mode: 'one-shot', reason: 'known' });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'normal'));
    expect(await stateOf(id)).toBe('returned');
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    expect((await bench.listed())[0]?.state).toBe('unacknowledged');
  });

  it('was for what the alarm was: when it becomes worse, it leaves the shelf and sounds', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 4 }));
    const id = (await bench.listed())[0]!.id;
    await bench.does('kim', shelveAlarm, { id, minutes: 24 * 60, reason: 'known' });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 4 }));
    expect([await stateOf(id), await bench.sounds()]).toEqual(['shelved', 1]);
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 1 }));
    expect((await bench.listed())[0]).toMatchObject({ state: 'unacknowledged', priority: 1, shelved: null });
    expect(await bench.sounds()).toBe(2);
    expect((await bench.journal()).slice(-2)).toEqual([
      'escalated unacknowledged',
      'shelf-ended unacknowledged',
    ]);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('does not hold a new occurrence that is worse than the one it was for', async () => {
    const off = bench.report('ot.drive_fault', 'p1', 'normal');
    const on = (priority: 1 | 3 | 4) => bench.report('ot.drive_fault', 'p1', 'active', { priority });
    await bench.take(on(3));
    const id = (await bench.listed())[0]?.id;
    await bench.does('kim', shelveAlarm, { id, ...wish });
    // Better for a while, and as it was: the shelf was for that.
    await bench.take(off, on(4), off, on(3));
    expect([(await bench.listed())[0]?.state, await bench.sounds()]).toEqual(['shelved', 1]);
    await bench.take(off, on(1));
    expect((await bench.listed())[0]).toMatchObject({ state: 'unacknowledged', shelved: null });
    expect(await bench.sounds()).toBe(2);
  });

  it('lasts no longer than its priority allows, and needs a reason and a time', async () => {
    const id = await aFault();
    const tooLong = { id, minutes: 4 * 60 + 1, reason: 'x' };
    await expect(bench.does('kim', shelveAlarm, tooLong)).rejects.toMatchObject({
      code: 'input.invalid',
      issues: [{ path: 'minutes' }],
    });
    for (const wrong of [
      { minutes: 5 },
      { minutes: 5, reason: ' ' },
      { minutes: 0, reason: 'x' },
      { reason: 'x' },
    ]) {
      await expect(bench.does('kim', shelveAlarm, { id, ...wrong })).rejects.toMatchObject({
        code: 'input.invalid',
      });
    }
    await bench.does('kim', shelveAlarm, { id, minutes: 240, reason: 'x' });
  });

  it('of the highest priority needs two persons, and an hour at most', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 1 }));
    const id = bench.raised.splice(0)[0]!.id;
    const hour = { id, minutes: 60, reason: 'test of the relay' };
    await expect(bench.does('kim', shelveAlarm, { ...hour, minutes: 61 })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    expect(await bench.does('kim', shelveAlarm, hour)).toMatchObject({
      state: 'unacknowledged',
      shelfAsked: { by: 'kim', minutes: 60, note: hour.reason },
    });
    // The same person twice is one person.
    expect(await bench.does('kim', shelveAlarm, hour)).toMatchObject({ state: 'unacknowledged' });
    expect(await bench.does('lea', shelveAlarm, { ...hour, minutes: 5, reason: 'agreed' })).toMatchObject({
      state: 'shelved',
      shelved: { by: 'kim, lea', note: hour.reason, until: bench.clock.now() + HOUR_MS },
      shelfAsked: null,
    });
  });

  it('that was asked for is forgotten after a quarter of an hour', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1', 'active', { priority: 1 }));
    const id = bench.raised.splice(0)[0]!.id;
    await bench.does('kim', shelveAlarm, { id, minutes: 10, reason: 'x' });
    await bench.clock.advance(15 * MINUTE_MS);
    expect((await bench.alarm(id)).shelfAsked).toBeNull();
    expect(await bench.does('lea', shelveAlarm, { id, minutes: 10, reason: 'x' })).toMatchObject({
      state: 'unacknowledged',
      shelfAsked: { by: 'lea' },
    });
  });

  it('for several takes at most twenty, and none of the highest priority', async () => {
    const a = await aFault('p1');
    await bench.take(bench.report('ot.drive_fault', 'p2', 'active', { priority: 1 }));
    const worst = bench.raised.splice(0)[0]!.id;
    const answer = await bench.does('kim', shelveAlarms, { ids: [a, worst], ...wish });
    expect(answer).toMatchObject({ done: [a], failed: [{ id: worst, code: 'alarm.one-by-one' }] });
    const ids = Array.from({ length: 21 }, (_, i) => i + 1);
    await expect(bench.does('kim', shelveAlarms, { ids, ...wish })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('suppressing and taking out of service', () => {
  it('is not for operators', async () => {
    const id = await aFault();
    const input = { id, reason: 'works' };
    await expect(bench.does('kim', suppressAlarm, input)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(bench.does('kim', takeOutOfService, input)).rejects.toMatchObject({ code: 'access.denied' });
  });

  it('overlap: ending one sounds nothing while the other holds', async () => {
    const id = await aFault();
    await bench.does('rob', suppressAlarm, { id, reason: 'works' });
    await bench.does('rob', takeOutOfService, { id, reason: 'permit 17' });
    await bench.does('kim', shelveAlarm, { id, minutes: 10, reason: 'noise' });
    expect(await stateOf(id)).toBe('out-of-service');
    const heard = await bench.sounds();
    await bench.does('rob', returnToService, { id });
    expect(await stateOf(id)).toBe('suppressed');
    await bench.does('rob', unsuppressAlarm, { id });
    expect(await stateOf(id)).toBe('shelved');
    expect(await bench.sounds()).toBe(heard);
    await bench.does('kim', unshelveAlarm, { id });
    expect(await stateOf(id)).toBe('unacknowledged');
    expect(await bench.sounds()).toBe(heard + 1);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('takes a reason', async () => {
    const id = await aFault();
    await expect(bench.does('rob', suppressAlarm, { id, reason: '' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

it('a restart keeps every letter', async () => {
  const [shelved, latched, held] = await raise(
    ['ot.drive_fault', 'p1'],
    ['ot.drive_sto_active', 'p2'],
    ['ot.drive_comm_lost', 'p3'],
  );
  await bench.does('kim', shelveAlarm, { id: shelved, minutes: 60, reason: 'x' });
  await bench.take(bench.report('ot.drive_sto_active', 'p2', 'normal'), bench.report('gw.offline', 'gw-a'));
  const before = (await bench.listed()).map(({ id, state }) => [id, state]);
  expect(before).toEqual([
    [shelved, 'shelved'],
    [latched, 'latched-unacknowledged'],
    [held, 'suppressed'],
    [expect.any(Number), 'unacknowledged'],
  ]);
  const again = bench.newAlarms();
  await again.tick();
  expect((await bench.listed()).map(({ id, state }) => [id, state])).toEqual(before);
  expect(await bench.wrongCounts()).toEqual([]);
});
