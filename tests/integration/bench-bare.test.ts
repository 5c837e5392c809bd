import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinDataDirectory } from '../../src/lib/server/storage/data-directory';
import { startBare } from '../bench/bare/start';
import { benchPlant } from '../bench/kit/bench-plant';
import { startLoad, type Load } from '../bench/kit/load/load';
import { startWatchers } from '../bench/kit/watchers/watchers';
import { until } from '../support/until';

const plant = benchPlant({ gateways: 2, drivesPerGateway: 3 });
let bare: Awaited<ReturnType<typeof startBare>>;
let load: Load;

beforeAll(async () => {
  bare = await startBare(plant);
  load = await startLoad({ target: bare, plant, hz: 10 });
});
afterAll(() => bare.stop());

it('the bare pipeline keeps what it acknowledges, and sends what changed to its sockets', async () => {
  const watchers = await startWatchers({
    target: bare,
    plant,
    cookies: [],
    sockets: 1,
    viewsOf: () => [],
    publishedAt: load.publishedAt,
  });
  load.begin();
  await until(async () => (await watchers.result()).count > 2 * plant.drives.length);
  await watchers.stop();
  await load.stop();

  const { published, acknowledged } = load.counts();
  expect(acknowledged).toBe(published);
  const { connection } = await joinDataDirectory(bare.dataDirectory);
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query(`
    select count(*)::integer as rows, count(distinct (drive, time_ms))::integer as instants,
      array_agg(distinct drive order by drive) as drives,
      bool_and(received_ms - time_ms between 0 and 5000) as are_timely,
      bool_and(output_frequency_hz between 30 and 49 and inverter_thermal_pct between 40 and 69) as are_sent,
      bool_and(status_word > 0 and status_word = trunc(status_word)) as are_words
    from sample`);
  await client.end();
  expect(rows).toEqual([
    {
      rows: published,
      instants: published,
      drives: plant.drives.map((_, number) => number),
      are_timely: true,
      are_sent: true,
      are_words: true,
    },
  ]);
});
