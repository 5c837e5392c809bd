import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOfLocalDay } from '../../src/lib/domain/plant-day';
import type { DriveKey } from '../../src/lib/domain/ids';
import { EnergyToday } from '../../src/lib/server/fanout/energy-today';
import { createLogger } from '../../src/lib/server/log';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import { testDatabase, type TestDatabase } from '../support/database';
import { LIVE_PLANT } from '../support/live-bench';
import { aSample as aRow, values, write } from '../support/telemetry';
import { aSample } from '../support/telemetry-builders';

let test: TestDatabase;
beforeAll(async () => void (test = await testDatabase()));
afterAll(() => test.close());

it('a drive’s energy of today is its counter now less its first since its site’s midnight', async () => {
  const now = Date.UTC(2026, 10, 20, 9, 0, 0);
  const midnight = startOfLocalDay(now, 'Europe/Copenhagen');
  const row = (key: number, sourceMs: number, kwh?: number) =>
    aRow({
      driveKey: key,
      sourceMs,
      values: values(kwh === undefined ? { motor_speed_rpm: 1 } : { energy_kwh: kwh }),
    });
  await write(test.db, [
    row(1, midnight - 1_000, 90),
    row(1, midnight, undefined),
    row(1, midnight + 1_000, 100),
    row(1, midnight + 3_600_000, 107),
    row(2, midnight - 1_000, 500),
    row(3, midnight + 1_000, 900),
  ]);
  const image = new LiveImage();
  image.setPlant(LIVE_PLANT);
  const drives = LIVE_PLANT.drives;
  const tell = (index: number, kwh: number) => {
    const drive = drives[index]!;
    image.apply(
      aSample({ energy_kwh: kwh }, { receivedAt: now, gateway: drive.gateway, entity: drive.entity }),
      drive,
    );
  };
  tell(0, 112.5);
  tell(1, 510);
  tell(2, 3);
  const energy = new EnergyToday(test.db, createLogger('silent'));
  const of = (key: number) =>
    energy.of([...image.drives()].find(({ drive }) => drive.key === (key as DriveKey))!);
  expect(of(1)).toBeUndefined();
  await energy.refresh(LIVE_PLANT, image, now);
  expect(of(1)).toBe(12.5);
  // Nothing recorded today; a counter that went back.
  expect(of(2)).toBeUndefined();
  expect(of(3)).toBeUndefined();
});
