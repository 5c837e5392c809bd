import type { HistorySeries, Resolution } from '$lib/domain/telemetry/history';
import { RESOLUTION_MS } from '$lib/domain/telemetry/history';
import { staleAfterMs } from '$lib/domain/telemetry/quality';
import type { SignalKey } from '$lib/domain/telemetry/signals';
import type { Instant } from '$lib/domain/time';
import type { Band } from '$lib/ui/indicator/scale';
import { TrendBuffer } from '$lib/ui/chart/trend-buffer.svelte';
import type { TrendAnswer } from './drive-plan';
import { extentOf } from './pen-range';
import { edgesOf, type TrendWindow } from './trend-range';

/** Trends move at most four times a second, however fast values come (reference: ux, section 5). */
const PACE_MS = 250;

/** One signal's points and how far they reach. */
interface TrendLaneData {
  signal: SignalKey;
  buffer: TrendBuffer;
}

interface Sample {
  signal: SignalKey;
  value: number;
  time: Instant;
}

/** What stands where the trends are: what we ask for, what there is, or why there is nothing. */
type FeedPhase = 'loading' | 'ready' | 'error';

/**
 * The trends of one drive: history with a live tail. Answers to older questions are dropped; while a new
 * one is out, the old picture stays unless it shows another time.
 */
export class TrendFeed {
  readonly lanes: readonly TrendLaneData[];
  phase = $state.raw<FeedPhase>('loading');
  message = $state.raw('');
  /** What the points are of: the window of the last good answer. */
  window = $state.raw<TrendWindow | undefined>(undefined);
  resolution = $state.raw<Resolution | undefined>(undefined);
  hour = $state.raw<(TrendAnswer & { ok: true })['hour']>({});
  /** When the last good answer was given, by the server's clock. */
  answeredAt = $state.raw<Instant | undefined>(undefined);
  #extents = $state.raw<ReadonlyMap<SignalKey, Band>>(new Map());
  #question = 0;
  #waiting: Sample[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signals: readonly SignalKey[], intervalMs: number) {
    this.lanes = signals.map((signal) => ({ signal, buffer: new TrendBuffer(staleAfterMs(intervalMs)) }));
  }

  /** Least and greatest of what is shown of a signal. */
  extent(signal: SignalKey): Band | undefined {
    return this.#extents.get(signal);
  }

  /** Waits for an answer about `window`; a later question makes it void. */
  async ask(window: TrendWindow, answer: Promise<TrendAnswer>): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    if (!isSame(window, this.window)) this.phase = 'loading';
    const given = await answer.catch(() => ({ ok: false, message: 'The server did not answer.' }) as const);
    if (question !== this.#question) return;
    if (given.ok) this.#take(given);
    else if (this.phase !== 'ready') {
      this.phase = 'error';
      this.message = given.message;
    }
  }

  /** Takes a live value in; it is drawn with the next beat. A window that stands still has no tail. */
  push(sample: Sample): void {
    if (this.window?.until !== undefined || this.phase === 'error') return;
    this.#waiting.push(sample);
    this.#timer ??= setTimeout(() => this.#beat(), PACE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#question += 1;
  }

  #beat(): void {
    this.#timer = undefined;
    if (this.phase !== 'ready') return;
    for (const { signal, value, time } of this.#waiting.splice(0)) {
      const lane = this.lanes.find((one) => one.signal === signal);
      if (lane?.buffer.push(time, value)) this.#widen(signal, value);
    }
  }

  #take(answer: TrendAnswer & { ok: true }): void {
    for (const { signal, buffer } of this.lanes) {
      const series = answer.series.find((one) => one.signal === signal);
      const goesOn = answer.window.until === undefined && isSame(answer.window, this.window);
      const tail = goesOn ? tailAfter(buffer, series) : [];
      const widthMs = series ? RESOLUTION_MS[series.resolution] : 0;
      buffer.load({ ...(series ?? EMPTY), gapMs: series?.gapMs ?? buffer.gapMs, widthMs });
      if (widthMs === 0) for (const { t, avg } of tail) buffer.push(t, avg);
    }
    const { from, to } = edgesOf(answer.window, answer.at);
    this.#extents = new Map(
      this.lanes.flatMap(({ signal, buffer }) => {
        const extent = shownExtent(buffer, from, to);
        return extent ? [[signal, extent] as const] : [];
      }),
    );
    this.window = answer.window;
    this.resolution = answer.series[0]?.resolution;
    this.hour = answer.hour;
    this.answeredAt = answer.at;
    this.phase = 'ready';
    this.#beat();
  }

  #widen(signal: SignalKey, value: number): void {
    const [low, high] = this.#extents.get(signal) ?? [value, value];
    if (this.#extents.has(signal) && value >= low && value <= high) return;
    this.#extents = new Map(this.#extents).set(signal, [Math.min(low, value), Math.max(high, value)]);
  }
}

const EMPTY = { t: [], min: [], max: [], avg: [] };

const isSame = (a: TrendWindow, b: TrendWindow | undefined): boolean =>
  a.range === b?.range && a.until === b.until;

/** Live points that came while the question was out, and so are not in the answer. */
function tailAfter(buffer: TrendBuffer, series: HistorySeries | undefined) {
  const newest = series?.t.at(-1) ?? -Infinity;
  return Array.from({ length: buffer.length - buffer.indexAt(newest + 1) }, (_, i) =>
    buffer.at(buffer.indexAt(newest + 1) + i),
  );
}

function shownExtent(buffer: TrendBuffer, from: Instant, to: Instant): Band | undefined {
  const points = Array.from({ length: buffer.length }, (_, i) => buffer.at(i)).filter(
    ({ t }) => t >= from && t <= to,
  );
  return extentOf({ min: points.map(({ min }) => min), max: points.map(({ max }) => max) });
}
