import type { RunState } from '$lib/domain/plant/drive-state';
import type { DriveId } from '$lib/domain/ids';
import type { Freshness } from '$lib/domain/telemetry/quality';
import { SIGNAL_COUNT, SIGNAL_INDEX, SIGNAL_KEYS, type SignalKey } from '$lib/domain/telemetry/signals';
import type { Instant } from '$lib/domain/time';
import type { Layout, LayoutDrive } from '$lib/protocol/down';
import { freshnessOf, runStateOf } from '$lib/protocol/frame-layout';
import type { FrameReader } from '$lib/protocol/frame-reader';
import type { View } from '$lib/protocol/views';
import { Board, type BoardContext } from './board.svelte';
import { freshnessNow } from './judge';
import { Listeners } from './listeners';
import { LiveSignal } from './live-signal';

/** A drive's state at one moment. */
export interface DriveStatus {
  run: RunState;
  freshness: Freshness;
  /** MARKS bits. */
  marks: number;
  /** 0 is "no fault"; undefined when the drive does not tell. */
  faultCode: number | undefined;
  loadPct: number | undefined;
  receivedAt: Instant | undefined;
  ageMs: number | undefined;
}

/** A new measurement of a signal of the canon, for the tails of trends. */
export interface LiveSample {
  signal: SignalKey;
  value: number;
  /** Device time, or the server's receive time when the device gave none. */
  time: Instant;
}

/** A signal outside the canon, as the gateway names it. */
interface ExtraSignal {
  name: string;
  unit: string;
  live: LiveSignal;
}

/** The drive in focus: every signal, ten times a second at most. */
export class DriveBoard extends Board<View & { type: 'drive' }> {
  /** Run state, marks, fault, load; undefined until the first frame. */
  status = $state.raw<DriveStatus | undefined>(undefined);
  /** Signals outside the canon; replaced when another one turns up. */
  extras = $state.raw<readonly ExtraSignal[]>([]);
  readonly #signals: readonly LiveSignal[];
  readonly #samples = new Listeners<LiveSample>();
  #told: Freshness = 'never';
  #receivedAt = Number.NaN;

  constructor(drive: DriveId, context: BoardContext) {
    super({ type: 'drive', drive }, context);
    this.#signals = SIGNAL_KEYS.map(() => new LiveSignal(context, this.#intervalMs));
  }

  get drive(): LayoutDrive | undefined {
    return this.layout?.drives[0];
  }

  signal(key: SignalKey): LiveSignal {
    const signal = this.#signals[SIGNAL_INDEX[key]];
    if (signal === undefined) throw new RangeError(`no signal ${key}`);
    return signal;
  }

  /**
   * Calls `fn` with every new measurement as it arrives, also in a hidden tab, so that tails have no holes.
   * Returns the way to stop.
   */
  onSample(fn: (sample: LiveSample) => void): () => void {
    return this.#samples.add(fn);
  }

  override applyLayout(layout: Layout): void {
    const known = this.extras;
    this.extras = layout.extras.map(({ name, unit }) => ({
      name,
      unit,
      live:
        known.find((extra) => extra.name === name)?.live ?? new LiveSignal(this.context, this.#intervalMs),
    }));
    super.applyLayout(layout);
  }

  override applyFrame(frame: FrameReader): void {
    for (let entry = 0; entry < frame.count; entry += 1) {
      const index = frame.signal(entry);
      const signal = this.#signals[index] ?? this.extras[index - SIGNAL_COUNT]?.live;
      if (signal === undefined) continue;
      const newer = signal.apply(frame, entry);
      const key = SIGNAL_KEYS[index];
      const time = frame.sourceTime(entry) ?? frame.signalReceivedAt(entry);
      const value = frame.value(entry);
      if (newer && key !== undefined && Number.isFinite(time) && Number.isFinite(value)) {
        this.#samples.tell({ signal: key, value, time });
      }
    }
    this.#told = freshnessOf(frame.focusState);
    this.#receivedAt = frame.focusReceivedAt;
    this.#judge(this.context.clock.now(), {
      run: runStateOf(frame.focusState),
      marks: frame.focusMarks,
      faultCode: frame.focusFaultCode,
      loadPct: frame.focusLoadPct,
    });
    super.applyFrame(frame);
  }

  override sweep(serverNow: number): void {
    if (this.status === undefined) return;
    this.#judge(serverNow, this.status);
    for (const signal of this.#signals) signal.sweep(serverNow);
    for (const extra of this.extras) extra.live.sweep(serverNow);
  }

  override clear(): void {
    super.clear();
    this.status = undefined;
    this.extras = [];
  }

  readonly #intervalMs = (): number => this.drive?.expectedIntervalMs ?? 0;

  #judge(now: number, state: Pick<DriveStatus, 'run' | 'marks' | 'faultCode' | 'loadPct'>): void {
    const never = Number.isNaN(this.#receivedAt);
    this.status = {
      run: state.run,
      marks: state.marks,
      faultCode: state.faultCode,
      loadPct: state.loadPct,
      freshness: freshnessNow(this.#told, this.#receivedAt, this.#intervalMs(), now),
      receivedAt: never ? undefined : this.#receivedAt,
      ageMs: never ? undefined : Math.max(0, now - this.#receivedAt),
    };
  }
}
