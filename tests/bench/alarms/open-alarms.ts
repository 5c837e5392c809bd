import type { AlarmCounts } from '../../../src/lib/protocol/alarms';
import type { Product } from '../kit/product';
import type { BenchPlant } from '../kit/bench-plant';
import type { BenchContext } from '../kit/scenario';
import { untilThere } from './client';
import { snapshotNow } from './onlookers';
import { startSpeaker, type SpokenAlarm } from './speaker';
import { STANDING } from './spoken-types';

const TAKEN_WITHIN_MS = 300_000;
/** So many are published before their acknowledgements are waited for. */
const AT_ONCE = 500;

/** Has `count` different alarms raised by the gateways of the plant, drive by drive, and waits until they are open. */
export async function raiseMany(
  { product, plant, count }: { product: Product; plant: BenchPlant; count: number },
  { say, signal }: BenchContext,
): Promise<void> {
  const perGateway = Math.ceil(count / plant.gateways.length);
  let left = count;
  for (const { id, drives } of plant.gateways) {
    const alarms = alarmsOf(drives, Math.min(perGateway, left));
    left -= alarms.length;
    const speaker = await startSpeaker(product, id);
    for (let i = 0; i < alarms.length; i += AT_ONCE) await speaker.raiseAll(alarms.slice(i, i + AT_ONCE));
    await speaker.stop();
  }
  if (left > 0) throw new Error(`the plant is too small for ${count} alarms: ${left} too many`);
  say(`${count} alarms said; waiting until they are open`);
  const cookie = await product.signIn('operator');
  await untilThere(
    `${count} open alarms`,
    async () => {
      const { alarms } = await snapshotNow(product.url, cookie);
      return openOf(alarms.counts) >= count ? true : undefined;
    },
    { withinMs: TAKEN_WITHIN_MS, signal, everyMs: 500 },
  );
}

function alarmsOf(drives: readonly string[], count: number): SpokenAlarm[] {
  return Array.from({ length: Math.min(count, drives.length * STANDING.length) }, (_, i) => ({
    drive: drives[i % drives.length]!,
    type: STANDING[Math.floor(i / drives.length)]!,
    severity: 'major',
    text: `standing alarm ${i}`,
  }));
}

const openOf = (counts: readonly AlarmCounts[]): number =>
  counts
    .flatMap(({ unacknowledged, acknowledged, returned }) => [unacknowledged, acknowledged, returned])
    .flat()
    .reduce((sum, each) => sum + each, 0);
