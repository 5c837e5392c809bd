import type { Drive } from '../domain/plant/model';
import { QUALITIES } from '../domain/telemetry/quality';
import type { Clock } from './clock';
import type { LiveImage } from './plant/live-image';
import type { PlantRegistry } from './registry/service';
import type { Database } from './storage/database';
import { readLastSamples } from './storage/last-sample-store';
import type { SampleRow } from './storage/sample-store';

/**
 * Fills a new server's live image with what was last known of each drive, as old as it is: a drive that is
 * silent at a restart has been lost since then, and is not one that never spoke.
 */
export async function restoreImage(
  image: LiveImage,
  { database, registry, clock }: { database: Database; registry: PlantRegistry; clock: Clock },
): Promise<void> {
  const rows = await database.read((tx) => readLastSamples(tx, clock.now()));
  restoreRows(image, rows, registry.current().drives);
  image.sweep(clock.now());
}

/** Puts stored samples into an image, in their order; those of other drives are left out. */
export function restoreRows(image: LiveImage, rows: readonly SampleRow[], drives: readonly Drive[]): void {
  const byKey = new Map(drives.map((drive) => [Number(drive.key), drive]));
  for (const row of rows) {
    const drive = byKey.get(row.driveKey);
    if (drive === undefined) continue;
    const { gateway, entity } = drive;
    image.restore(
      {
        gateway,
        entity,
        type: '',
        sourceTime: row.sourceMs,
        receivedAt: row.receivedMs,
        quality: QUALITIES[row.quality] ?? 'uncertain',
        values: row.values,
        extras: row.extras,
        rejectedFields: [],
      },
      drive,
    );
  }
}
