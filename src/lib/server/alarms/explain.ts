import { settleMs } from '../../domain/alarms/causes';
import type { AlarmDefinition } from '../../domain/alarms/definition';
import type { AlarmChanges, Working } from './changes';
import { PROGRAM } from './changes';
import type { Places } from './place';
import { holdBy } from './reports';

/** For gateways themselves, and for drives that nobody placed. */
const UNKNOWN_INTERVAL_MS = 1_000;

/**
 * Cause grouping: while the alarm of a cause is active, alarms behind the same gateway that it explains are
 * suppressed by design (reference: alarms, 7.1). Works on alarms that the change has taken in already.
 */
export class Explanations {
  constructor(
    private readonly changes: AlarmChanges,
    private readonly definitions: ReadonlyMap<string, AlarmDefinition>,
    private readonly places: Places,
  ) {}

  /** The occurrence that explains an alarm now; `undefined` when none does. */
  causeOf({ point }: Pick<Working, 'point'>): number | undefined {
    const causes = this.definitions.get(point.definition)?.causes ?? [];
    if (causes.length === 0 || point.gateway === '') return undefined;
    for (const cause of this.changes.all()) {
      if (cause.point.gateway !== point.gateway || !causes.includes(cause.point.definition)) continue;
      if (cause.occurrence?.active === true) return cause.occurrence.id;
    }
    return undefined;
  }

  /**
   * Judges every alarm taken in: what has an active cause is held by it; what has none any more is let go after
   * two publish intervals.
   */
  settle(): void {
    const active = this.#activeCauses();
    const now = this.changes.moment();
    for (const alarm of this.changes.all()) {
      const { point, occurrence } = alarm;
      const causes = this.definitions.get(point.definition)?.causes ?? [];
      if (causes.length === 0) continue;
      const cause = causes.map((id) => active.get(`${id} ${point.gateway}`)).find((id) => id !== undefined);
      if (cause !== undefined) {
        if (occurrence === undefined || occurrence.closedAt !== null) continue;
        if (point.heldBy === null) {
          const set = () => holdBy(this.changes, alarm, cause);
          this.changes.apply(alarm, { type: 'held' }, PROGRAM, now, { set });
        } else if (point.heldBy !== cause || point.releaseAt !== null) {
          holdBy(this.changes, alarm, cause);
          this.changes.touch(alarm);
        }
      } else if (point.heldBy !== null) {
        this.#letGo(alarm);
      }
    }
  }

  #letGo(alarm: Working): void {
    const { point } = alarm;
    const now = this.changes.moment();
    if (point.releaseAt === null) {
      point.releaseAt = now.at + settleMs(this.places.intervalMs(point.drive) ?? UNKNOWN_INTERVAL_MS);
      this.changes.touch(alarm);
    } else if (point.releaseAt <= now.at) {
      this.changes.apply(alarm, { type: 'released' }, PROGRAM, now);
    }
  }

  /** Active occurrences of causes, by definition and gateway. */
  #activeCauses(): ReadonlyMap<string, number> {
    const active = new Map<string, number>();
    for (const { point, occurrence } of this.changes.all()) {
      if (occurrence?.active === true) active.set(`${point.definition} ${point.gateway}`, occurrence.id);
    }
    return active;
  }
}
