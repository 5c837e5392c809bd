import type { ZoneId } from '../../domain/ids';
import { HOUR_MS, type Instant } from '../../domain/time';
import type { Kpi } from '../../protocol/down';
import { kpisOf } from './kpis';
import { addTotals, noTotals, type Totals } from './totals';

/** One point of a figure's history. */
export const HISTORY_STEP_MS = 30_000;
const POINTS = HOUR_MS / HISTORY_STEP_MS + 1;
/** Steps for which the history of an audience that nobody asks for is kept. */
const KEPT_STEPS = 2;

interface Point {
  step: number;
  zones: ReadonlyMap<ZoneId, Totals>;
}

/** The figures' history for one audience: steps `from` to `upTo`, one value per step. */
interface Lines {
  from: number;
  upTo: number;
  figures: Map<Kpi['key'], (number | null)[]>;
}

/**
 * The last hour of every zone's totals, one point per 30 s, kept whether or not anybody looks; from them the
 * history of any audience's figures is added up, each point once. A step in which the server did not run is
 * a gap.
 */
export class TotalsHistory {
  readonly #points: Point[] = [];
  readonly #lines = new Map<string, Lines>();

  /** Whether the step of this moment has no point yet. */
  isDue(now: Instant): boolean {
    return this.#points.at(-1)?.step !== stepOf(now);
  }

  /** Takes a point when the step has none yet. */
  record(zones: ReadonlyMap<ZoneId, Totals>, now: Instant): void {
    if (!this.isDue(now)) return;
    const step = stepOf(now);
    // A clock that was set back begins again.
    if ((this.#points.at(-1)?.step ?? step) > step) {
      this.#points.length = 0;
      this.#lines.clear();
    }
    this.#points.push({ step, zones });
    while ((this.#points[0]?.step ?? step) <= step - POINTS) this.#points.shift();
    for (const [key, { upTo }] of this.#lines) if (upTo < step - KEPT_STEPS) this.#lines.delete(key);
  }

  /**
   * History of each figure over the zones; `key` names their set. Oldest first, null where there is none.
   * What is handed out grows with the next point.
   */
  of(key: string, zones: ReadonlySet<ZoneId>): ReadonlyMap<Kpi['key'], readonly (number | null)[]> {
    const first = this.#points[0]?.step;
    if (first === undefined) return new Map();
    const lines = this.#lines.get(key) ?? { from: first, upTo: first - 1, figures: new Map() };
    this.#lines.set(key, lines);
    for (const point of this.#points) if (point.step > lines.upTo) extend(lines, point, zones);
    if (lines.from < first) {
      for (const line of lines.figures.values()) line.splice(0, first - lines.from);
      lines.from = first;
    }
    return lines.figures;
  }
}

function extend(lines: Lines, { step, zones: totals }: Point, zones: ReadonlySet<ZoneId>): void {
  const gap = new Array<null>(step - lines.upTo - 1).fill(null);
  for (const { key, value } of kpisOf(totalsOver(totals, zones))) {
    const line = lines.figures.get(key) ?? [];
    lines.figures.set(key, line);
    line.push(...gap, value === null ? null : Math.round(value * 100) / 100);
  }
  lines.upTo = step;
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
