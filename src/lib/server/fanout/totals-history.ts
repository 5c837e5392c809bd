import type { ZoneId } from '../../domain/ids';
import { HOUR_MS, type Instant } from '../../domain/time';
import type { Kpi } from '../../protocol/down';
import { kpisOf } from './kpis';
import { addTotals, noTotals, type Totals } from './totals';

/** One point of a figure's history. */
export const HISTORY_STEP_MS = 30_000;
const POINTS = HOUR_MS / HISTORY_STEP_MS + 1;

interface Point {
  step: number;
  zones: ReadonlyMap<ZoneId, Totals>;
}

/**
 * The last hour of every zone's totals, one point per 30 s, kept whether or not anybody looks; from them the
 * history of any audience's figures is added up. A step in which the server did not run is a gap.
 */
export class TotalsHistory {
  readonly #points: Point[] = [];
  readonly #cache = new Map<string, { step: number; history: ReadonlyMap<Kpi['key'], (number | null)[]> }>();

  /** Takes a point when the step has none yet. */
  record(zones: ReadonlyMap<ZoneId, Totals>, now: Instant): void {
    const step = stepOf(now);
    const newest = this.#points.at(-1);
    // A clock that was set back begins again.
    if (newest !== undefined && newest.step > step) this.#points.length = 0;
    if (newest?.step === step) return;
    this.#points.push({ step, zones });
    while ((this.#points[0]?.step ?? step) <= step - POINTS) this.#points.shift();
    this.#cache.clear();
  }

  /** History of each figure over the zones; `key` names their set. Oldest first, null where there is none. */
  of(key: string, zones: ReadonlySet<ZoneId>): ReadonlyMap<Kpi['key'], (number | null)[]> {
    const last = this.#points.at(-1)?.step;
    const first = this.#points[0]?.step;
    if (last === undefined || first === undefined) return new Map();
    const known = this.#cache.get(key);
    if (known?.step === last) return known.history;
    const history = new Map<Kpi['key'], (number | null)[]>();
    for (const { step, zones: totals } of this.#points) {
      for (const { key: figure, value } of kpisOf(totalsOver(totals, zones))) {
        const line = history.get(figure) ?? new Array<number | null>(last - first + 1).fill(null);
        line[step - first] = value === null ? null : Math.round(value * 100) / 100;
        history.set(figure, line);
      }
    }
    this.#cache.set(key, { step: last, history });
    return history;
  }
}

/** Totals of a set of zones. */
export function totalsOver(by: ReadonlyMap<ZoneId, Totals>, zones: Iterable<ZoneId>): Totals {
  const all = noTotals();
  for (const zone of zones) {
    const totals = by.get(zone);
    if (totals !== undefined) addTotals(all, totals);
  }
  return all;
}

const stepOf = (now: Instant): number => Math.floor(now / HISTORY_STEP_MS);
