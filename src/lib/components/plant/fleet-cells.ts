import type { Priority } from '$lib/domain/alarms/priority';
import { LOAD_UNKNOWN } from '$lib/protocol/frame-layout';
import { LEVEL_UNKNOWN, makeCells, setCell, type CellMark, type Cells } from '$lib/ui/heat-map/cells';
import { cellLook, cellMark } from '../drives/drive-look';
import type { FleetPlan } from './fleet-rows';
import type { FleetValues } from './row-sums';

/** The heat map's cells of a fleet, kept in step with its board. */
export class FleetCells {
  readonly cells: Cells;
  readonly #plan: FleetPlan;
  readonly #fleet: FleetValues;
  readonly #priorityOf: (drive: number) => Priority | undefined;

  /** @param priorityOf priority of the worst alarm of the drive with that index */
  constructor(
    plan: FleetPlan,
    fleet: FleetValues,
    priorityOf: (drive: number) => Priority | undefined = () => undefined,
  ) {
    this.#plan = plan;
    this.#fleet = fleet;
    this.#priorityOf = priorityOf;
    this.cells = makeCells(plan.driveOfCell.length);
    this.update(plan.driveOfCell);
  }

  /** Takes over the named drives; returns the cells that look different now. */
  update(drives: Iterable<number>): number[] {
    const changed: number[] = [];
    for (const drive of drives) {
      const cell = this.#plan.cellOfDrive[drive] ?? -1;
      if (cell < 0) continue;
      const run = this.#fleet.runState(drive);
      const freshness = this.#fleet.freshness(drive);
      const load = this.#fleet.load[drive] ?? LOAD_UNKNOWN;
      const level = load === LOAD_UNKNOWN ? LEVEL_UNKNOWN : Math.min(100, load);
      const isMarked = cellMark(run, freshness, this.#fleet.marks[drive] ?? 0);
      // An alarm says more than the drive's own warning, and covers it.
      const mark: CellMark = this.#priorityOf(drive) ?? (isMarked ? 'look' : 'none');
      if (setCell(this.cells, cell, cellLook(run, freshness), level, mark)) changed.push(cell);
    }
    return changed;
  }
}
