import { FLOOD_WINDOW_MS, floodAfter, operatorPositions, withinFloodWindow } from '../../domain/alarms/flood';
import type { PositionId, SiteId } from '../../domain/ids';
import type { Plant, Position } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { FloodView } from '../../protocol/alarms';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import { readFloods, readSoundsSince, writeFlood } from '../storage/alarm-flood-store';
import type { Database } from '../storage/database';
import { appendStream, streamAppended } from '../storage/stream-store';
import { isTransient } from '../storage/transient';

interface FloodParts {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  plant: () => Plant;
}

interface Watched {
  /** Annunciations within the window, oldest first. */
  times: Instant[];
  isFlood: boolean;
}

/** A flood that began is told at once; that it ended is looked for as often as this. */
const EVERY_MS = 1_000;

/**
 * Floods per operator position: begun above ten annunciations in ten minutes, ended below five. What sounded is
 * counted when it sounds; what had come late stands in the past and counts for nothing here.
 */
export class FloodWatch implements Service {
  readonly name = 'floods';
  readonly #watched = new Map<string, Watched>();
  #isReady = false;
  #judging: Promise<void> | undefined;

  constructor(private readonly o: FloodParts) {}

  async run(signal: AbortSignal): Promise<void> {
    this.#isReady = false;
    this.o.bus.on(this, 'alarms.annunciated', ({ sounds }) => {
      for (const { at, positions } of sounds)
        for (const position of positions) this.#of(position).times.push(at);
      this.#tryJudge().catch((error: unknown) => this.o.log.error({ err: error }, 'floods not judged'));
    });
    try {
      while (!signal.aborted) {
        await this.#tryJudge();
        await this.o.clock.sleep(EVERY_MS, signal);
      }
    } finally {
      this.o.bus.off(this);
    }
  }

  /** Tells which floods began or ended. One run at a time. */
  judge(): Promise<void> {
    this.#judging ??= this.#judge().finally(() => (this.#judging = undefined));
    return this.#judging;
  }

  async #tryJudge(): Promise<void> {
    try {
      await this.judge();
    } catch (error) {
      if (!isTransient(error)) throw error;
      this.o.log.debug({ err: error }, 'floods are judged later');
    }
  }

  async #judge(): Promise<void> {
    if (!this.#isReady) await this.#remember();
    const now = this.o.clock.now();
    for (const position of operatorPositions(this.o.plant())) {
      const watched = this.#of(position.id);
      watched.times = withinFloodWindow(watched.times, now);
      const isFlood = floodAfter(watched.isFlood, watched.times.length);
      if (isFlood === watched.isFlood) continue;
      await this.#tell(position, { isFlood, since: now, annunciations: watched.times.length });
      watched.isFlood = isFlood;
    }
  }

  /** After a start: what sounded before it sounded all the same. */
  async #remember(): Promise<void> {
    const { database, clock } = this.o;
    const since = clock.now() - FLOOD_WINDOW_MS;
    const [floods, sounds] = await database.read(async (tx) => [
      await readFloods(tx),
      await readSoundsSince(tx, since),
    ]);
    this.#watched.clear();
    for (const { position, isFlood } of floods) this.#of(position).isFlood = isFlood;
    for (const { at, positions } of sounds)
      for (const position of positions) this.#of(position).times.push(at);
    this.#isReady = true;
  }

  async #tell(position: Position, state: Omit<FloodView, 'position' | 'name'>): Promise<void> {
    const { database, bus, plant } = this.o;
    const flood: FloodView = { position: position.id, name: position.name, ...state };
    const body = { type: 'flood.changed', flood };
    await database.transaction(async (tx) => {
      await writeFlood(tx, flood);
      let head = 0;
      for (const site of sitesOf(plant(), position)) {
        const place = { zone: null, site, audience: 'everybody' } as const;
        head = await appendStream(tx, { type: body.type, ...place, body, at: state.since });
      }
      tx.afterCommit(() => streamAppended(bus, head));
    });
  }

  #of(position: string | PositionId): Watched {
    const known = this.#watched.get(position) ?? { times: [], isFlood: false };
    this.#watched.set(position, known);
    return known;
  }
}

/** Sites that a position has zones in: who sees nothing of them need not know how it stands there. */
const sitesOf = (plant: Plant, { zones }: Position): SiteId[] => [
  ...new Set(plant.zones.filter(({ id }) => zones.includes(id)).map(({ site }) => site)),
];
