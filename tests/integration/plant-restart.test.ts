import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveId } from '../../src/lib/domain/ids';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import { signalFreshness } from '../../src/lib/server/plant/live-drive';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { restoreImage } from '../../src/lib/server/restore-image';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { SMALL_PLANT } from '../support/plant-files';
import { aSample, values, write } from '../support/telemetry';

let test: TestDatabase;
let registry: PlantRegistry;
const clock = new FakeClock();
const id = driveId.parse('p-101');

beforeAll(async () => {
  test = await testDatabase();
  registry = new PlantRegistry({ database: test.db, bus: new Bus(), clock, log: createLogger('silent') });
  await test.db.transaction((tx) => registry.importFile(tx, SMALL_PLANT, 'test', clock.now()));
  await registry.load();
});
afterAll(() => test.close());

async function restarted(): Promise<LiveImage> {
  const image = new LiveImage();
  image.setPlant(registry.current());
  await restoreImage(image, { database: test.db, registry, clock });
  return image;
}

describe('after a restart', () => {
  it('a drive that was heard before is lost with its last values, and one never heard has never been', async () => {
    const driveKey = registry.drive(id)!.key;
    const at = clock.now() - 3_600_000;
    await write(test.db, [
      aSample({
        driveKey,
        sourceMs: at - 1_000,
        values: values({ heatsink_temp_c: 40, motor_current_a: 7 }),
      }),
      aSample({ driveKey, sourceMs: at, values: values({ motor_current_a: 8 }) }),
      aSample({
        driveKey,
        sourceMs: at + 500,
        receivedMs: at + 600_000,
        historical: true,
        values: values({ motor_current_a: 99 }),
      }),
    ]);
    const image = await restarted();
    const live = image.get(id)!;
    expect(live.freshness).toBe('lost');
    expect(live.lastReceivedAt).toBe(at);
    expect(live.values[SIGNAL_INDEX.motor_current_a]).toBe(8);
    expect(live.values[SIGNAL_INDEX.heatsink_temp_c]).toBe(40);
    expect(signalFreshness(live, SIGNAL_INDEX.motor_current_a, clock.now())).toBe('lost');
    const others = [...image.drives()].filter(({ drive }) => drive.id !== id);
    expect(others.map(({ freshness }) => freshness)).toEqual(others.map(() => 'never'));
    expect(others.length).toBeGreaterThan(0);
  });

  it('what comes then is live, even from a clock that was set back meanwhile', async () => {
    const image = await restarted();
    const drive = registry.drive(id)!;
    const now = clock.now();
    const sample = {
      gateway: drive.gateway,
      entity: drive.entity,
      type: '',
      sourceTime: now - 7_200_000,
      receivedAt: now,
      quality: 'good' as const,
      values: values({ motor_current_a: 9 }),
      extras: new Map(),
      rejectedFields: [],
    };
    const arrival = { sourceTime: sample.sourceTime, measuredAt: now, publishedAt: now, epoch: 0 };
    expect(image.apply(sample, drive, arrival)).toBe('live');
    expect(image.get(id)).toMatchObject({ freshness: 'live', lastReceivedAt: now });
    expect(image.get(id)!.values[SIGNAL_INDEX.motor_current_a]).toBe(9);
  });
});
