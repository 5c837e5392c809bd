import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incidentId } from '../../src/lib/domain/ids';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { compareAlarms } from '../../src/lib/domain/alarms/list-order';
import {
  acknowledgeAlarm,
  confirmAlarm,
  resetAlarm,
  returnToService,
  suppressAlarm,
  takeOutOfService,
  unsuppressAlarm,
} from '../../src/lib/server/alarms/acknowledge';
import { acknowledgeAlarms } from '../../src/lib/server/alarms/many-alarms';
import { shelveAlarm, unshelveAlarm } from '../../src/lib/server/alarms/shelve';
import { DomainError } from '../../src/lib/domain/errors';
import { readAlarmSnapshot } from '../../src/lib/server/storage/alarm-snapshot';
import { ALARM_PLANT, alarmBench, type AlarmBench } from '../support/alarm-bench';

let bench: AlarmBench;
beforeAll(async () => {
  bench = await alarmBench();
  await bench.person('rob', 'responder@plant');
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

const flood = (many: number) =>
  Array.from({ length: many }, (_, i) =>
    bench.report('ot.drive_warning', ['p1', 'p2', 'f1', 'm1'][i % 4]!, 'active', {
      key: `w${i}`,
      priority: ([1, 2, 3, 4] as const)[i % 3],
    }),
  );

const visible = (zones: readonly string[]) =>
  new Set(ALARM_PLANT.zones.map(({ id }) => id).filter((id) => zones.length === 0 || zones.includes(id)));

const snapshot = (...zones: string[]) =>
  bench.test.db.read((tx) =>
    readAlarmSnapshot(
      tx,
      ALARM_PLANT,
      { zones: visible(zones), everything: zones.length === 0 },
      bench.clock.now(),
    ),
  );

describe('a thousand reports at once', () => {
  it('are one transaction of a handful of statements, told in messages of at most 200', async () => {
    let statements = 0;
    await bench.test.db.transaction(async (tx) => {
      const { client } = tx;
      const counted = {
        ...tx,
        client: {
          query: (...given: Parameters<typeof client.query>) => ((statements += 1), client.query(...given)),
        },
      } as typeof tx;
      await bench.alarms.take(counted, flood(1_000));
    });
    expect(statements).toBeLessThan(20);
    expect(bench.raised).toHaveLength(1_000);
    const told = (await bench.stream()).flatMap((event) =>
      event.type === 'alarms.changed' ? [event.alarms] : [],
    );
    expect(told.flat()).toHaveLength(1_000);
    expect(Math.max(...told.map((alarms) => alarms.length))).toBeLessThanOrEqual(200);
    expect(await bench.wrongCounts()).toEqual([]);
  });

  it('come to a new screen as numbers of all of them and the first two hundred, in the list’s order', async () => {
    await bench.take(...flood(1_000));
    const { counts, first } = await snapshot();
    expect(counts.map(({ zone, unacknowledged }) => [zone, unacknowledged.reduce((a, b) => a + b)])).toEqual([
      ['fans', 250],
      ['mill', 250],
      ['pumps', 500],
    ]);
    expect(first).toHaveLength(200);
    expect([...first].sort(compareAlarms)).toEqual(first);
    const narrow = await snapshot('fans');
    expect(narrow.counts.map(({ zone }) => zone)).toEqual(['fans']);
    expect(new Set(narrow.first.map(({ zone }) => zone))).toEqual(new Set(['fans']));
  });
});

describe('the numbers', () => {
  it('tell of a shelf that is over before it is put away', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    const { id } = bench.raised[0]!;
    await bench.does('rob', shelveAlarm, { id, minutes: 1, reason: 'x' });
    expect((await snapshot()).counts[0]).toMatchObject({ shelved: 1, unacknowledged: [0, 0, 0, 0] });
    await bench.clock.advance(MINUTE_MS);
    expect((await snapshot()).counts[0]).toMatchObject({ shelved: 0, unacknowledged: [0, 1, 0, 0] });
  });

  it('equal what counting gives after whatever happened, through restarts', async () => {
    const commands = [
      acknowledgeAlarm,
      acknowledgeAlarm,
      confirmAlarm,
      resetAlarm,
      shelveAlarm,
      unshelveAlarm,
      suppressAlarm,
      unsuppressAlarm,
      takeOutOfService,
      returnToService,
    ];
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          definition: fc.constantFrom(
            'ot.drive_fault',
            'ot.drive_sto_active',
            'ot.drive_comm_lost',
            'gw.offline',
          ),
          of: fc.constantFrom('p1', 'p2', 'f1'),
          condition: fc.constantFrom(
            'active' as const,
            'active' as const,
            'normal' as const,
            'unknown' as const,
          ),
          priority: fc.constantFrom(1 as const, 2 as const, 3 as const),
        }),
      },
      { weight: 3, arbitrary: fc.record({ command: fc.nat(commands.length - 1), which: fc.nat(9) }) },
      { weight: 1, arbitrary: fc.record({ waitMs: fc.constantFrom(500, 2_000, 90_000) }) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    );
    let alarms = bench.alarms;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        for (const one of steps) {
          if (one === 'restart') {
            const before = (await bench.listed()).map(({ id, state }) => [id, state]);
            alarms = bench.newAlarms();
            expect((await bench.listed()).map(({ id, state }) => [id, state])).toEqual(before);
          } else if ('waitMs' in one) {
            await bench.clock.advance(one.waitMs);
            await alarms.tick();
          } else if ('command' in one) {
            const listed = await bench.listed();
            const id = listed[one.which % Math.max(1, listed.length)]?.id;
            const input = { id, minutes: 1, reason: 'walk' };
            const done = bench.does('rob', commands[one.command]! as typeof acknowledgeAlarm, input);
            await done.catch((error: unknown) => {
              if (!(error instanceof DomainError)) throw error;
            });
          } else {
            const place = one.definition === 'gw.offline' ? (one.of === 'f1' ? 'gw-f' : 'gw-a') : one.of;
            const { definition, condition, priority } = one;
            const report = bench.report(
              definition,
              place,
              condition,
              condition === 'active' ? { priority } : {},
            );
            await bench.test.db.transaction((tx) => alarms.take(tx, [report]));
          }
        }
        expect(await bench.wrongCounts()).toEqual([]);
        const told = (await bench.stream()).findLast((event) => event.type === 'alarms.changed');
        const counts = await bench.counts();
        if (told?.type === 'alarms.changed') {
          expect(counts.find(({ zone }) => zone === told.counts.zone)).toEqual(told.counts);
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
  }, 120_000);
});

it('reports, acts and links to incidents at the same time wait for one another and for nothing else', async () => {
  await bench.take(...flood(200));
  const ids = bench.raised.map(({ id }) => id);
  const { actor } = await (await bench.enter('rob')).now();
  const link = (i: number) =>
    bench.test.db.transaction((tx) =>
      bench.alarms.linkIncident(tx, ids.slice(i, i + 40).reverse(), incidentId.parse(i + 1)),
    );
  // As many at a time as there are connections.
  const tasks = Array.from({ length: 60 }, (_, i) => {
    switch (i % 4) {
      case 0:
        return () =>
          bench.take(
            ...flood(200)
              .slice(i, i + 60)
              .reverse(),
          );
      case 1:
        return () => bench.doesAs(actor, acknowledgeAlarms, { ids: ids.slice(2 * i, 2 * i + 30).reverse() });
      case 2:
        return () => link(2 * i);
      default:
        return () =>
          bench.take(
            bench.report('gw.offline', 'gw-a', i % 8 === 3 ? 'active' : 'normal'),
            bench.report('ot.drive_comm_lost', 'p1'),
          );
    }
  });
  const failures: unknown[] = [];
  const hand = async () => {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      await task().catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: 9 }, hand));
  expect(failures).toEqual([]);
  expect(await bench.wrongCounts()).toEqual([]);
  const counts = await bench.counts();
  const last = new Map<string | null, unknown>();
  for (const event of await bench.stream())
    if (event.type === 'alarms.changed') last.set(event.counts.zone, event.counts);
  expect(counts.map(({ zone }) => last.get(zone))).toEqual(counts);
});

describe('reports outside a transaction', () => {
  it('are kept while the database is away, and written when it is back: what was raised meanwhile is not forgotten', async () => {
    const { db } = bench.test;
    const transaction = db.transaction;
    Object.assign(db, { transaction: () => Promise.reject(new DomainError('database.unavailable')) });
    await bench.alarms.report([bench.report('ot.drive_fault', 'p1')]);
    for (let i = 0; i < 20; i++) {
      await bench.alarms.report([bench.report('ot.drive_fault', 'p2', i % 2 === 0 ? 'active' : 'normal')]);
    }
    Object.assign(db, { transaction });
    await bench.alarms.tick();
    expect((await bench.listed()).map(({ drive, state }) => [drive, state])).toEqual([
      ['p1', 'unacknowledged'],
      ['p2', 'returned'],
    ]);
  });
});

it('a report that cannot be written is left out, and keeps no other waiting', async () => {
  const broken = bench.report('ot.drive_fault', 'p2', 'active', { priority: Number('7') as 1 });
  await bench.alarms.report([
    bench.report('ot.drive_fault', 'p1'),
    broken,
    bench.report('ot.drive_fault', 'p3'),
  ]);
  expect((await bench.listed()).map(({ drive }) => drive)).toEqual(['p1', 'p3']);
  await bench.alarms.report([bench.report('ot.drive_fault', 'f1')]);
  expect(await bench.listed()).toHaveLength(3);
});

describe('a flood', () => {
  it('of a position begins with the eleventh sound in ten minutes and ends below the fifth, also over a restart', async () => {
    const ending = new AbortController();
    const running = bench.floods.run(ending.signal);
    await bench.floods.judge();
    const changes = async () =>
      (await bench.stream()).flatMap((event) =>
        event.type === 'flood.changed'
          ? [[event.flood.position, event.flood.isFlood, event.flood.annunciations]]
          : [],
      );
    await bench.take(...flood(10));
    await bench.floods.judge();
    expect(await changes()).toEqual([]);
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    await bench.floods.judge();
    const begun = [['control-room', true, 11]];
    expect((await changes()).slice(0, 1)).toEqual(begun);
    expect((await snapshot()).floods).toMatchObject([{ isFlood: true, annunciations: 11 }]);
    ending.abort();
    await running;

    const again = bench.newFloods();
    const endingAgain = new AbortController();
    const runningAgain = again.run(endingAgain.signal);
    await again.judge();
    await bench.clock.advance(9 * MINUTE_MS);
    await bench.take(...flood(15).slice(10));
    await bench.clock.advance(2 * MINUTE_MS);
    await again.judge();
    expect((await changes()).at(-1)).toEqual(['control-room', true, 11]);
    await bench.clock.advance(9 * MINUTE_MS);
    await again.judge();
    expect((await changes()).at(-1)).toEqual(['control-room', false, 0]);
    endingAgain.abort();
    await runningAgain;
  });
});
