import type { RunState } from '$lib/domain/plant/drive-state';
import type { Freshness } from '$lib/domain/telemetry/quality';
import type { SignalKey } from '$lib/domain/telemetry/signals';
import type { Instant } from '$lib/domain/time';
import type { LayoutDrive } from '$lib/protocol/down';
import { TILE_SIGNALS } from '$lib/protocol/frame';
import { LOAD_UNKNOWN, freshnessOf, qualityOf, runStateOf } from '$lib/protocol/frame-layout';
import type { BoardContext } from './board.svelte';
import { worse } from './judge';
import { BARS_MS, DIGITS_MS, Paced } from './paced';
import type { Reading } from './reading';
import type { SiteRows } from './site-rows';

/** A tile's drive at one moment. */
interface TileReading {
  run: RunState;
  freshness: Freshness;
  /** MARKS bits. */
  marks: number;
  loadPct: number | undefined;
  receivedAt: Instant | undefined;
  ageMs: number | undefined;
  readings: Readonly<Record<(typeof TILE_SIGNALS)[number], Reading>>;
}

/** One drive on a site screen. Reading `bars` or `digits` in a component is what makes it live. */
export class SiteTile {
  readonly drive: LayoutDrive;
  readonly index: number;
  readonly #rows: SiteRows;
  readonly #context: BoardContext;
  readonly #bars: Paced<TileReading>;
  readonly #digits: Paced<TileReading>;

  constructor(drive: LayoutDrive, index: number, rows: SiteRows, context: BoardContext) {
    this.drive = drive;
    this.index = index;
    this.#rows = rows;
    this.#context = context;
    this.#bars = new Paced(context.loop, BARS_MS, () => this.#take());
    this.#digits = new Paced(context.loop, DIGITS_MS, () => this.#take());
  }

  /** For pointers, bars, state and marks: at most four times a second. */
  get bars(): TileReading {
    return this.#bars.current;
  }

  /** For numbers: at most once a second, the first change at once. */
  get digits(): TileReading {
    return this.#digits.current;
  }

  changed(urgent = false): void {
    this.#bars.changed(urgent);
    this.#digits.changed(urgent);
  }

  #take(): TileReading {
    const { state, marks, load, receivedAt } = this.#rows;
    const now = this.#context.clock.now();
    const packed = state[this.index] ?? 0;
    const heardAt = receivedAt[this.index] ?? Number.NaN;
    const age = Number.isNaN(heardAt) ? undefined : Math.max(0, now - heardAt);
    const loadPct = load[this.index] ?? LOAD_UNKNOWN;
    const freshness = freshnessOf(packed);
    const read = (signal: SignalKey, i: number) => [signal, this.#reading(i, freshness, heardAt, age)];
    return {
      run: runStateOf(packed),
      freshness,
      marks: marks[this.index] ?? 0,
      loadPct: loadPct === LOAD_UNKNOWN ? undefined : loadPct,
      receivedAt: age === undefined ? undefined : heardAt,
      ageMs: age,
      readings: Object.fromEntries(TILE_SIGNALS.map(read)) as TileReading['readings'],
    };
  }

  /** A value is never fresher than its drive. */
  #reading(i: number, drive: Freshness, heardAt: number, age: number | undefined): Reading {
    const at = this.index * TILE_SIGNALS.length + i;
    const value = this.#rows.values[at] ?? Number.NaN;
    const grade = this.#rows.grades[at] ?? 0;
    const told = freshnessOf(grade);
    // The frame tells one age per drive; of a value that fell behind its drive it is not known.
    const behind = told !== 'live' && drive === 'live';
    return {
      value: Number.isNaN(value) ? undefined : value,
      quality: qualityOf(grade),
      freshness:
        Number.isNaN(value) && told === 'live' ? 'never' : told === 'never' ? told : worse(told, drive),
      ageMs: behind ? undefined : age,
      receivedAt: behind || age === undefined ? undefined : heardAt,
      sourceTime: undefined,
    };
  }
}
