import type { SignalLimits } from '../../../domain/plant/model';
import { SIGNAL_INDEX } from '../../../domain/telemetry/signals';
import { LIMIT_SLOTS, type Slot } from './slots';

/** One limit of one drive, ready to be compared. */
export interface GuardedLimit {
  side: 'high' | 'low';
  signal: number;
  limit: number;
  deadband: number;
  slot: Slot;
  /** Place of its rule in LIMIT_SLOTS: inner and outer limit of one side have the same. */
  rule: number;
}

/** The limits of a drive that raise alarms; a limit that nobody stated guards nothing. */
export function guardedLimits(limits: Readonly<Record<string, SignalLimits>>): readonly GuardedLimit[] {
  return LIMIT_SLOTS.flatMap(({ rule, inner, outer }, place) => {
    const own = limits[rule.signal];
    if (own === undefined) return [];
    const [first, second] = rule.side === 'high' ? [own.h, own.hh] : [own.l, own.ll];
    const guarded = (limit: number | undefined, slot: Slot, deadband: typeof rule.inner.deadband) =>
      limit === undefined
        ? []
        : [
            {
              side: rule.side,
              signal: SIGNAL_INDEX[rule.signal],
              limit,
              deadband: 'unit' in deadband ? deadband.unit : Math.abs(limit) * deadband.share,
              slot,
              rule: place,
            },
          ];
    return [...guarded(first, inner, rule.inner.deadband), ...guarded(second, outer, rule.outer.deadband)];
  });
}

/** Limits in arrays: a value that is not strictly between the two is worth a closer look. */
export interface PackedLimits {
  signals: Uint8Array;
  low: Float64Array;
  high: Float64Array;
}

/** Per guarded signal the innermost limit of each side. */
export function packed(limits: readonly GuardedLimit[]): PackedLimits {
  const signals = [...new Set(limits.map(({ signal }) => signal))];
  const innermost = (side: 'high' | 'low', signal: number): number[] =>
    limits.filter((one) => one.side === side && one.signal === signal).map(({ limit }) => limit);
  return {
    signals: Uint8Array.from(signals),
    low: Float64Array.from(signals, (signal) => Math.max(-Infinity, ...innermost('low', signal))),
    high: Float64Array.from(signals, (signal) => Math.min(Infinity, ...innermost('high', signal))),
  };
}
