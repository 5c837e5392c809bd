import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../lib/domain/time';
import { Mishaps } from './mishaps';
import { SimulatedDrive } from './physics/drive';
import { namePlate } from './physics/name-plate';
import { Random } from './physics/random';

const START = Date.UTC(2026, 10, 21, 6);
const DRIVES = 20;
const DAYS = 6;

/** What happens to a small plant in some days, looked at once a minute. */
function story(seed: number) {
  let trips = 0;
  let warnings = 0;
  let longestTripMs = 0;
  for (let n = 0; n < DRIVES; n++) {
    const spec = { id: `d-${n}`, entity: '', name: '', family: 'vlt-fc-302', model: undefined } as const;
    const drive = new SimulatedDrive(
      { ...spec, firmware: undefined, serial: undefined, plate: namePlate({}), load: 'pump' },
      seed,
      START,
    );
    const mishaps = new Mishaps(drive, Random.of(seed, spec.id), START);
    let trippedAt: number | undefined;
    let warned = false;
    for (let now = START; now < START + DAYS * DAY_MS; now += MINUTE_MS) {
      mishaps.step(now);
      drive.step(now);
      const { trip, warnings: active } = drive.condition;
      if (trip && trippedAt === undefined) trips++;
      trippedAt = trip ? (trippedAt ?? now) : undefined;
      longestTripMs = Math.max(longestTripMs, now - (trippedAt ?? now));
      if (active.size > 0 && !warned) warnings++;
      warned = active.size > 0;
    }
  }
  return { trips, warnings, longestTripMs };
}

describe('what happens to drives by itself', () => {
  const { trips, warnings, longestTripMs } = story(1);

  it('is a trip of each drive about once in 27 hours, and a warning about every 8', () => {
    const hours = DRIVES * DAYS * 24;
    expect(trips).toBeGreaterThan((hours / 27) * 0.6);
    expect(trips).toBeLessThan((hours / 27) * 1.4);
    expect(warnings).toBeGreaterThan((hours / 8) * 0.6);
    expect(warnings).toBeLessThan((hours / 8) * 1.4);
  });

  it('is looked after: no drive stays tripped for much longer than somebody needs to come', () => {
    expect(longestTripMs).toBeGreaterThan(4 * MINUTE_MS);
    expect(longestTripMs).toBeLessThan(45 * MINUTE_MS);
  });

  it('is the same for the same seed', () => {
    expect(story(1)).toEqual({ trips, warnings, longestTripMs });
    expect(story(2)).not.toEqual({ trips, warnings, longestTripMs });
  });
});
