import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIVE_PLANT, liveBench, type LiveBench } from '../support/live-bench';
import { until } from '../support/until';

let bench: LiveBench;
beforeAll(async () => void (bench = await liveBench()));
afterAll(() => bench.close());

/** A page that writes down the hints it is given. */
async function page(name: string, grant: string) {
  const { cookie } = await bench.signIn(name, grant);
  const probe = await bench.connect(cookie);
  const heads: number[] = [];
  probe.socket.on('audit', ({ head }) => heads.push(head));
  return heads;
}

it('whoever may read an audit entry hears of it, and nobody else', async () => {
  const [pumps, , mill] = LIVE_PLANT.zones;
  const manager = await page('manager', 'manager@plant');
  const inAarhus = await page('aarhus', 'responder@site:aarhus');
  const inMill = await page('miller', 'manager@zone:mill');
  const operator = await page('operator', 'operator@plant');

  bench.bus.emit('audit.grown', { entries: [{ seq: 7, zone: pumps!.id, site: pumps!.site }] });
  await until(() => manager.includes(7) && inAarhus.includes(7));
  bench.bus.emit('audit.grown', {
    entries: [
      { seq: 8, zone: mill!.id, site: mill!.site },
      { seq: 9, zone: null, site: null },
    ],
  });
  await until(() => manager.includes(9) && inMill.includes(8));
  bench.bus.emit('audit.grown', { entries: [{ seq: 10, zone: null, site: 'aarhus' }] });
  await until(() => manager.includes(10) && inAarhus.includes(10));

  expect({ manager, inAarhus, inMill, operator }).toEqual({
    manager: [7, 9, 10],
    inAarhus: [7, 10],
    inMill: [8],
    operator: [],
  });
});
