import type { ConditionReport } from '../../domain/alarms/condition';

/** Kept per alarm while nothing can be written: more only tells that it went to and fro meanwhile. */
const KEPT = 4;

/**
 * Reports that wait to be written, in the order in which their alarms first spoke. Per alarm only changes are
 * kept: the last of equal conditions, and of too many changes the first and the last ones, so that memory stays
 * bounded however long the database is away and no alarm that was raised is forgotten.
 */
export class PendingReports {
  readonly #byAlarm = new Map<string, ConditionReport[]>();

  get size(): number {
    return this.#byAlarm.size;
  }

  add(reports: readonly ConditionReport[]): void {
    for (const report of reports) {
      const key = JSON.stringify([report.definition, report.gateway, report.drive, report.key]);
      const kept = this.#byAlarm.get(key) ?? [];
      this.#byAlarm.set(key, kept);
      const last = kept.at(-1);
      if (last?.condition === report.condition) kept.pop();
      kept.push(last?.condition === report.condition ? merged(last, report) : report);
      if (kept.length > KEPT) kept.splice(1, 2);
    }
  }

  /** Takes the reports of at most so many alarms out. */
  take(most: number): ConditionReport[] {
    const taken: ConditionReport[] = [];
    for (const [key, reports] of this.#byAlarm) {
      if (most-- <= 0) break;
      taken.push(...reports);
      this.#byAlarm.delete(key);
    }
    return taken;
  }

  /** Puts back what could not be written, before what came since. */
  putBack(reports: readonly ConditionReport[]): void {
    const since = [...this.#byAlarm.values()].flat();
    this.#byAlarm.clear();
    this.add([...reports, ...since]);
  }
}

/** The newer words, from when it was first said. */
const merged = (first: ConditionReport, last: ConditionReport): ConditionReport => ({
  ...last,
  time: first.time,
});
