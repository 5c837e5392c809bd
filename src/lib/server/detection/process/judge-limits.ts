import type { Reading } from '../../../domain/alarms/debounce';
import { isBeyond } from '../../../domain/alarms/limit-beyond';
import { staleAfterMs } from '../../../domain/telemetry/quality';
import { SIGNAL_KEYS, SIGNALS, type SignalKey } from '../../../domain/telemetry/signals';
import type { Instant } from '../../../domain/time';
import { debounceOf, type DriveWatch, type ToldLevel } from './drive-watch';
import { silenceDelayMs } from './judge-link';
import type { Reporter, Telling } from './reporter';
import { LIMIT_SLOTS, STALE_SLOT } from './slots';
import { step } from './step';

/** Compares every guarded value of a live drive with its limits; values that no longer arrive are told too. */
export function judgeLimits(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  const { live, limits, conditions } = watch;
  const freshSince = now - staleAfterMs(watch.drive.expectedIntervalMs);
  if (conditions.size === 0 && isWithin(watch, freshSince)) return;
  let isStale = false;
  let changed: Set<number> | undefined;
  for (const { side, signal, limit, deadband, slot, rule } of limits) {
    const receivedAt = live.moments.receivedAt(signal);
    const value = live.values[signal] ?? NaN;
    let reading: Reading = 'unknown';
    if (receivedAt >= freshSince) {
      // Within the off-delay, too, the value must stay past the deadband.
      const was = conditions.size > 0 && debounceOf(watch, slot).told !== 'normal';
      reading = isBeyond(side, limit, deadband, value, was) ? 'active' : 'normal';
    } else if (!Number.isNaN(receivedAt)) isStale = true;
    if (step(watch, slot, reading, now, live.moments.sourceTime(signal))) (changed ??= new Set()).add(rule);
  }
  for (const rule of changed ?? []) tellLevel(watch, rule, now, reporter);
  judgeStale(watch, isStale, now, reporter);
}

/** Whether every guarded value is young and strictly between its limits: true for almost every sample. */
function isWithin({ live, packed }: DriveWatch, freshSince: Instant): boolean {
  const { values, moments } = live;
  const { signals, low, high } = packed;
  for (let i = 0; i < signals.length; i += 1) {
    const signal = signals[i] ?? 0;
    const value = values[signal] ?? NaN;
    // What never came guards nothing, and is not missed.
    if (Number.isNaN(value)) continue;
    if (!(moments.receivedAt(signal) >= freshSince)) return false;
    if (value <= (low[i] ?? NaN) || value >= (high[i] ?? NaN)) return false;
  }
  return true;
}

/** Nothing is known of the drive's values now. */
export function forgetLimits(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  for (const { slot, rule } of watch.limits) {
    if (step(watch, slot, 'unknown', now, NaN)) tellLevel(watch, rule, now, reporter);
  }
}

/** H and HH are one alarm: tells it when what it stands at is another than was told. */
export function tellLevel(watch: DriveWatch, place: number, now: Instant, reporter: Reporter): void {
  const at = LIMIT_SLOTS[place];
  if (at === undefined) return;
  const { rule, inner, outer } = at;
  const isOuter = debounceOf(watch, outer).told === 'active';
  const level = levelOf(isOuter, debounceOf(watch, inner).told, debounceOf(watch, outer).told);
  if (level === (watch.levels.get(place) ?? 'normal')) return;
  if (level === 'normal') watch.levels.delete(place);
  else watch.levels.set(place, level);
  const slot = isOuter ? outer : inner;
  const guarded = watch.limits.find((one) => one.slot === slot);
  const isUnknown = level === 'unknown';
  if (level === 'normal' || isUnknown || guarded === undefined) {
    const { id: drive, gateway } = watch.drive;
    const time = reporter.timeOf(gateway, now, NaN);
    const condition = isUnknown ? ('unknown' as const) : ('normal' as const);
    reporter.say({ definition: rule.definition, gateway, drive, key: '', time, condition });
    return;
  }
  reporter.tell(watch, slot, now, (): Telling => {
    const value = watch.live.values[guarded.signal] ?? NaN;
    const { unit } = SIGNALS[rule.signal];
    return {
      text: `${SIGNALS[rule.signal].label} ${shown(rule.signal, value)}, limit ${shown(rule.signal, guarded.limit)}`,
      priority: rule[isOuter ? 'outer' : 'inner'].priority,
      value,
      limit: guarded.limit,
      unit,
    };
  });
}

function levelOf(isOuter: boolean, inner: Reading, outer: Reading): ToldLevel {
  if (isOuter) return 'outer';
  if (inner === 'active') return 'inner';
  return inner === 'unknown' || outer === 'unknown' ? 'unknown' : 'normal';
}

function shown(signal: SignalKey, value: number): string {
  const { unit, digits } = SIGNALS[signal];
  return `${value.toFixed(digits)} ${unit}`.trim();
}

function judgeStale(watch: DriveWatch, isStale: boolean, now: Instant, reporter: Reporter): void {
  const { live, drive, limits } = watch;
  const interval = drive.expectedIntervalMs;
  const delays = { onDelayMs: silenceDelayMs(interval), offDelayMs: 3 * interval };
  if (!step(watch, STALE_SLOT, isStale ? 'active' : 'normal', now, NaN, delays)) return;
  reporter.tell(watch, STALE_SLOT, now, () => {
    const freshSince = now - staleAfterMs(interval);
    const stale = new Set(
      limits.map(({ signal }) => signal).filter((i) => live.moments.receivedAt(i) < freshSince),
    );
    const names = [...stale].map((i) => SIGNALS[SIGNAL_KEYS[i] ?? 'status_word'].label);
    return { text: `No longer arrives: ${names.join(', ')}` };
  });
}
