import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrendReport } from '../../src/lib/protocol/trends';
import { fillPosture } from '../bench/kit/history/fill-posture';
import { SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

let bench: HttpBench;
let mona: Entered;
beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  await bench.person('mona', 'manager@plant');
  mona = await bench.enter('mona');
});
afterAll(() => bench.test.close());

it('what the bench measures is a past that fills every figure of the window and of the one before', async () => {
  // The past ends when the database says it is now.
  await bench.clock.advance(Math.max(0, Date.now() - bench.clock.now()));
  const past = { days: 70, changesPerDay: 2, incidents: 60, drills: 30 };
  const rows = await fillPosture(bench.test.db, SMALL_PLANT.zones, past);
  const zones = SMALL_PLANT.zones.length;
  expect(rows).toBe(70 * 2 * zones + 70 * zones + 60 + 30);

  const { body } = await bench.json('/api/v1/trends?period=30d', { cookie: mona.cookie });
  const { figures, moves } = body as unknown as TrendReport;
  const empty = figures.flatMap(({ id, lines }) =>
    lines
      .filter(({ values, before }) => [...values.slice(0, -1), ...before].some((value) => value === null))
      .map((line) => `${id} ${line.id}`),
  );
  expect(empty).toEqual([]);
  expect(moves).toHaveLength(zones);
});
