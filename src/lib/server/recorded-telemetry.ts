import type { DriveId, RunId } from '../domain/ids';
import type { Drive, Plant } from '../domain/plant/model';
import { MINUTE_MS, type Instant } from '../domain/time';
import { lookedAt } from './plant/drive-now';
import { LiveImage } from './plant/live-image';
import type { LookedAtDrive, RecordedTelemetry } from './playbooks/checks/parts';
import { restoreRows } from './restore-image';
import type { Tx } from './storage/database';
import { readRecorded } from './storage/recorded-sample-store';

/** Drills whose record is kept at hand; one that was not looked at for long is read anew. */
const MOST_DRILLS = 20;
/** What was said longer ago than this many intervals has long been lost. */
const INTERVALS_BACK = 12;
/** Before its first look: what fell silent within that time was lost, and not never there. */
const BACK_AT_FIRST_MS = 10 * MINUTE_MS;

/** What of the record one drill has been played: an image of its own, and up to when each drive is in it. */
interface Played {
  image: LiveImage;
  plant: Plant;
  at: Instant;
  upTo: Map<DriveId, Instant>;
}

/** Plays stored samples into an image, so that the same rules as for live ones say what is live, stale or lost. */
export class StoredTelemetry implements RecordedTelemetry {
  readonly #played = new Map<RunId, Played>();

  constructor(private readonly plant: () => Plant) {}

  async drives(
    tx: Tx,
    run: RunId,
    drives: readonly Drive[],
    at: Instant,
  ): Promise<ReadonlyMap<DriveId, LookedAtDrive>> {
    const played = this.#of(run, at);
    const { image, upTo } = played;
    for (const [after, group] of byStart(drives, upTo, at)) {
      const keys = group.map(({ key }) => key);
      restoreRows(image, await readRecorded(tx, keys, after, at), group);
      for (const { id } of group) upTo.set(id, at);
    }
    image.sweep(at);
    played.at = at;
    return new Map(
      drives.flatMap(({ id }) => {
        const live = image.get(id);
        return live === undefined ? [] : [[id, lookedAt(live, at)] as const];
      }),
    );
  }

  /** The record never runs back, and a plant that was changed is played anew. */
  #of(run: RunId, at: Instant): Played {
    const plant = this.plant();
    const known = this.#played.get(run);
    const isUsable = known !== undefined && known.plant === plant && known.at <= at;
    const played = isUsable
      ? known
      : { image: new LiveImage(), plant, at, upTo: new Map<DriveId, Instant>() };
    if (!isUsable) played.image.setPlant(plant);
    this.#played.delete(run);
    this.#played.set(run, played);
    const oldest = this.#played.keys().next().value;
    if (this.#played.size > MOST_DRILLS && oldest !== undefined) this.#played.delete(oldest);
    return played;
  }
}

/** Drives by the moment from which on they have to be read: what is too old to matter is left out. */
function byStart(
  drives: readonly Drive[],
  upTo: ReadonlyMap<DriveId, Instant>,
  at: Instant,
): Map<Instant, Drive[]> {
  const groups = new Map<Instant, Drive[]>();
  for (const drive of drives) {
    const known = upTo.get(drive.id);
    const least = known === undefined ? BACK_AT_FIRST_MS : MINUTE_MS;
    const back = Math.max(least, INTERVALS_BACK * drive.expectedIntervalMs);
    const after = Math.max(known ?? -Infinity, at - back);
    groups.set(after, [...(groups.get(after) ?? []), drive]);
  }
  return groups;
}
