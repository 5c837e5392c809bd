import type { Instant } from '../time';

/** When something happened, as far as that can be told. */
export interface UncertainTime {
  sourceTime: Instant | null;
  /** Device clock minus ours, in ms. */
  clockOffsetMs: number | null;
  /** How far the corrected time may be off, in ms. */
  clockUncertaintyMs: number | null;
}

export type FirstOut = 'first' | 'candidate' | 'no';

interface Placed {
  at: Instant;
  uncertaintyMs: number;
}

/** Where it lies on our time axis; what no clock tells may have been at any time. */
function placed({ sourceTime, clockOffsetMs, clockUncertaintyMs }: UncertainTime): Placed | undefined {
  if (sourceTime === null || clockUncertaintyMs === null) return undefined;
  return { at: sourceTime - (clockOffsetMs ?? 0), uncertaintyMs: clockUncertaintyMs };
}

/**
 * Which of several came first, by the devices' corrected clocks and never by arrival. Two whose distance is
 * less than their uncertainties together cannot be told apart: both are candidates then. So is everything whose
 * time is not known. In the order of what was given; one alone came first.
 */
export function firstOutOf(times: readonly UncertainTime[]): FirstOut[] {
  const known = times.map(placed);
  const earliest = known.reduce<Placed | undefined>(
    (first, one) => (one !== undefined && (first === undefined || one.at < first.at) ? one : first),
    undefined,
  );
  const may = known.map(
    (one) =>
      one === undefined ||
      earliest === undefined ||
      one === earliest ||
      one.at - earliest.at < one.uncertaintyMs + earliest.uncertaintyMs,
  );
  const word = may.filter(Boolean).length === 1 ? 'first' : 'candidate';
  return may.map((mayBe) => (mayBe ? word : 'no'));
}
