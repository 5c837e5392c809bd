import type { DriveId, DriveKey, EntityTopicId, GatewayId } from '../../domain/ids';
import type { Drive, Plant } from '../../domain/plant/model';
import type { Arrival } from '../../domain/telemetry/arrival';
import { isLater } from '../../domain/telemetry/order';
import {
  freshness,
  freshUntil,
  keptQuality,
  QUALITIES,
  staleAfterMs,
  type Quality,
} from '../../domain/telemetry/quality';
import type { Sample } from '../../domain/telemetry/sample';
import { SIGNAL_COUNT, SIGNAL_INDEX, SIGNAL_KEYS, SIGNALS } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import { newLiveDrive, shiftBack, type LiveDrive } from './live-drive';
import { isStateExtra, isStateWord, lostWords, stateOf, wordsKnownUntil } from './live-words';

/** Names outside the canon that one drive may have; a device that invents more is not followed. */
export const MAX_EXTRAS = 256;

/** Our own clock was set back by more than this: ages have to be moved along, or all would look young. */
const OWN_CLOCK_STEP_MS = 1_000;

/** Clock epoch that no gateway reaches while a server runs. */
const BEFORE_THIS_SERVER = 0xffff_ffff;

const UNCERTAIN = QUALITIES.indexOf('uncertain');
const CURRENT = SIGNAL_INDEX.motor_current_a;
const POWER = SIGNAL_INDEX.motor_power_kw;
const LOWEST = Float64Array.from(SIGNAL_KEYS, (key) => SIGNALS[key].plausible[0]);
const HIGHEST = Float64Array.from(SIGNAL_KEYS, (key) => SIGNALS[key].plausible[1]);

/**
 * The latest value of everything, and how fresh it is (D9). Per signal, the order of measuring decides and
 * not the order of arrival; what is older than the known value, or was already stale when it came, is
 * history. Single-threaded: written by ingest, swept by a timer, read by fan-out and pages.
 */
export class LiveImage {
  readonly #byKey = new Map<DriveKey, LiveDrive>();
  #byId = new Map<DriveId, LiveDrive>();
  #byGateway = new Map<GatewayId, Set<LiveDrive>>();
  readonly #offline = new Set<GatewayId>();
  /** By gateway and entity: a drive may get another key or id, what its device says stays. */
  readonly #units = new Map<string, ReadonlyMap<string, string>>();
  /** By drive that somebody looks at. */
  readonly #watchers = new Map<DriveId, Set<() => void>>();
  #revision = 0;
  /** What has changed since it was last asked for; nothing is gathered while nobody asks. */
  #changed: LiveDrive[] | undefined;
  #sweptAt = -Infinity;

  /** Grows with every change; a drive's own revision says whether it changed since. */
  get revision(): number {
    return this.#revision;
  }

  get(id: DriveId): LiveDrive | undefined {
    return this.#byId.get(id);
  }

  drives(): Iterable<LiveDrive> {
    return this.#byKey.values();
  }

  drivesOf(gateway: GatewayId): Iterable<LiveDrive> {
    return this.#byGateway.get(gateway) ?? [];
  }

  /** Takes over a changed plant: values stay with a drive's key, whatever it is called now. */
  setPlant(plant: Plant): void {
    const keys = new Set(plant.drives.map((drive) => drive.key));
    for (const key of this.#byKey.keys()) if (!keys.has(key)) this.#byKey.delete(key);
    this.#byId = new Map();
    this.#byGateway = new Map();
    for (const drive of plant.drives) {
      const live = this.#byKey.get(drive.key) ?? newLiveDrive(drive);
      const isOtherFamily = live.drive.family !== drive.family;
      live.drive = drive;
      live.judgedUntil = -Infinity;
      this.#index(live);
      if (isOtherFamily) decode(live, live.lostWords);
      this.#touch(live);
    }
  }

  /**
   * Takes a sample in. `arrival` says when it was made; without it the sample's own time is taken as right.
   * `historical` means that none of it is shown: it is older than what is known, or was stale on arrival.
   */
  apply(sample: Sample, drive: Drive, arrival: Arrival = asStated(sample)): 'live' | 'historical' {
    const age = sample.receivedAt - arrival.measuredAt;
    if (age > staleAfterMs(drive.expectedIntervalMs)) return 'historical';
    const live = this.#byKey.get(drive.key) ?? this.#index(newLiveDrive(drive));
    const quality = QUALITIES.indexOf(kept(sample, drive));
    const { moments } = live;
    const message = moments.note(arrival, sample.receivedAt);
    let taken = false;
    let isStateChanged = false;
    for (let i = 0; i < SIGNAL_COUNT; i += 1) {
      const value = sample.values[i] ?? NaN;
      if (Number.isNaN(value) || !moments.isNews(i, arrival)) continue;
      taken = true;
      isStateChanged ||= isStateWord(i) && (live.values[i] !== value || live.lostWords !== 0);
      live.values[i] = value;
      moments.tell(i, message);
      live.quality[i] = isPlausible(i, value) ? quality : Math.max(quality, UNCERTAIN);
    }
    for (const [name, value] of sample.extras) {
      if (!this.#takeExtra(live, name, value, sample, arrival)) continue;
      taken = true;
      isStateChanged ||= isStateExtra(name);
    }
    if (!taken) return 'historical';
    live.lastReceivedAt = Math.max(live.lastReceivedAt ?? -Infinity, sample.receivedAt);
    live.lastPublishedAt = Math.max(live.lastPublishedAt ?? -Infinity, arrival.publishedAt);
    live.loadPct = loadOf(live);
    if (isStateChanged) decode(live, lostWords(live, sample.receivedAt));
    // What was not live was not judged for the words of its state.
    if (live.freshness !== 'live') live.judgedUntil = -Infinity;
    this.#refresh(live, sample.receivedAt);
    this.#touch(live);
    return 'live';
  }

  /**
   * Takes over what was stored before this server began, to be swept before anybody looks. Clocks may have
   * been set since, so what comes now is ordered against it by our clock alone.
   */
  restore(sample: Sample, drive: Drive): void {
    const { sourceTime, receivedAt } = sample;
    const arrival = {
      sourceTime,
      measuredAt: receivedAt,
      publishedAt: receivedAt,
      epoch: BEFORE_THIS_SERVER,
    };
    this.apply(sample, drive, arrival);
  }

  /**
   * Judges every drive's age at `now`; run it several times a second. What arrives only puts off the moment
   * at which age changes something, so a drive is looked at again when the one found last has passed.
   */
  sweep(now: Instant): void {
    const setBackBy = this.#sweptAt - now;
    if (setBackBy > OWN_CLOCK_STEP_MS) this.#shiftBack(setBackBy);
    this.#sweptAt = now;
    for (const live of this.#byKey.values()) {
      if (now > live.judgedUntil || setBackBy > 0) this.#judge(live, now);
    }
  }

  /** Behind a gateway that is gone nothing is live, from this moment on. */
  setGatewayOffline(gateway: GatewayId, isOffline: boolean, now: Instant): void {
    if (isOffline) this.#offline.add(gateway);
    else this.#offline.delete(gateway);
    for (const live of this.drivesOf(gateway)) {
      live.gatewayOffline = isOffline;
      live.judgedUntil = -Infinity;
      this.#refresh(live, now);
      this.#touch(live);
    }
  }

  /** Units of signals outside the canon, by name; a group's unit holds for its members. */
  setUnits(gateway: GatewayId, entity: EntityTopicId, units: ReadonlyMap<string, string>): void {
    this.#units.set(`${gateway} ${entity}`, units);
    for (const live of this.drivesOf(gateway)) {
      if (live.drive.entity !== entity) continue;
      for (const [name, extra] of live.extras) extra.unit = unitOf(units, name);
      this.#touch(live);
    }
  }

  /** Calls `changed` after every change of the drive, before anything else happens. Returns the way to stop. */
  watch(id: DriveId, changed: () => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(changed));
    return () => {
      if (watchers.delete(changed) && watchers.size === 0) this.#watchers.delete(id);
    };
  }

  /** Every drive that has changed since the last call, once; the first call returns all. For one caller only. */
  takeChanged(): readonly LiveDrive[] {
    const changed = this.#changed ?? [...this.#byKey.values()];
    for (const live of changed) live.isListed = false;
    this.#changed = [];
    return changed;
  }

  /** How many of a gateway's drives are live, and how many it has. */
  countOf(gateway: GatewayId): { live: number; total: number } {
    let live = 0;
    const drives = this.#byGateway.get(gateway) ?? new Set();
    for (const drive of drives) if (drive.freshness === 'live') live += 1;
    return { live, total: drives.size };
  }

  #takeExtra(live: LiveDrive, name: string, value: number, sample: Sample, arrival: Arrival): boolean {
    const known = live.extras.get(name);
    if (known === undefined && live.extras.size >= MAX_EXTRAS) return false;
    if (known !== undefined && !isLater(arrival, known.sourceTime ?? NaN, known.measuredAt, known.epoch)) {
      return false;
    }
    live.extras.set(name, {
      value,
      unit: known?.unit ?? unitOf(this.#units.get(`${live.drive.gateway} ${live.drive.entity}`), name),
      sourceTime: arrival.sourceTime,
      receivedAt: sample.receivedAt,
      quality: kept(sample, live.drive),
      measuredAt: arrival.measuredAt,
      epoch: arrival.epoch,
    });
    return true;
  }

  #index(live: LiveDrive): LiveDrive {
    const { id, key, gateway } = live.drive;
    this.#byKey.set(key, live);
    this.#byId.set(id, live);
    const ofGateway = this.#byGateway.get(gateway) ?? new Set();
    this.#byGateway.set(gateway, ofGateway.add(live));
    live.gatewayOffline = this.#offline.has(gateway);
    return live;
  }

  /** Who knows of a drive knows its times: they are others now. */
  #shiftBack(ms: number): void {
    for (const live of this.#byKey.values()) {
      shiftBack(live, ms);
      this.#touch(live);
    }
  }

  #judge(live: LiveDrive, now: Instant): void {
    const { freshness: before, lostReason } = live;
    this.#refresh(live, now);
    const isLive = live.freshness === 'live';
    const lost = isLive ? lostWords(live, now) : live.lostWords;
    const isWordLost = lost !== live.lostWords;
    if (isWordLost) {
      decode(live, lost);
      this.#refresh(live, now);
    }
    const byAge = freshUntil(live.lastReceivedAt, live.drive.expectedIntervalMs, now);
    live.judgedUntil = isLive ? Math.min(byAge, wordsKnownUntil(live, now)) : byAge;
    if (isWordLost || live.freshness !== before || live.lostReason !== lostReason) this.#touch(live);
  }

  #refresh(live: LiveDrive, now: Instant): void {
    const byAge = freshness(live.lastReceivedAt, live.drive.expectedIntervalMs, now);
    live.lostReason = byAge === 'never' ? undefined : lostReasonOf(live, byAge === 'lost');
    live.freshness = live.lostReason === undefined ? byAge : 'lost';
  }

  #touch(live: LiveDrive): void {
    this.#revision += 1;
    live.revision = this.#revision;
    if (this.#changed !== undefined && !live.isListed) {
      live.isListed = true;
      this.#changed.push(live);
    }
    this.#watchers.get(live.drive.id)?.forEach((changed) => changed());
  }
}

function decode(live: LiveDrive, lost: number): void {
  live.lostWords = lost;
  live.state = stateOf(live, lost);
}

function lostReasonOf(live: LiveDrive, isSilent: boolean): LiveDrive['lostReason'] {
  if (live.gatewayOffline) return 'gateway-offline';
  if (isSilent) return 'silent';
  return live.state.run === 'link-lost' ? 'link-lost' : undefined;
}

function asStated({ sourceTime, receivedAt }: Sample): Arrival {
  const measuredAt = Math.min(sourceTime ?? receivedAt, receivedAt);
  return { sourceTime, measuredAt, publishedAt: measuredAt, epoch: 0 };
}

const at = (column: Float64Array, i: number): number => column[i] ?? NaN;

const kept = (sample: Sample, drive: Drive): Quality =>
  keptQuality(sample.quality, sample.sourceTime !== undefined, drive.simulated);

const isPlausible = (i: number, value: number): boolean => value >= at(LOWEST, i) && value <= at(HIGHEST, i);

function loadOf({ drive, values }: LiveDrive): number | undefined {
  const current = values[CURRENT] ?? NaN;
  const power = values[POWER] ?? NaN;
  if (drive.rated.currentA && !Number.isNaN(current)) return (Math.abs(current) / drive.rated.currentA) * 100;
  if (drive.rated.powerKw && !Number.isNaN(power)) return (Math.abs(power) / drive.rated.powerKw) * 100;
  return undefined;
}

function unitOf(units: ReadonlyMap<string, string> | undefined, name: string): string {
  return units?.get(name) ?? units?.get(name.slice(0, Math.max(0, name.indexOf('.')))) ?? '';
}
