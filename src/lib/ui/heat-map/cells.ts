/**
 * How a cell looks. Solid is known, hatch is old, dashes are lost or never shown; no look depends on colour.
 * The numbers are positions in typed arrays.
 */
export const CELL_LOOKS = ['void', 'level', 'hollow', 'struck', 'unsure', 'old', 'gone'] as const;
export type CellLook = (typeof CELL_LOOKS)[number];

/** Level of a cell whose level is not known. */
export const LEVEL_UNKNOWN = 255;

/**
 * A sign on a cell: none, a small "!" that asks for a look, or the mark of a priority, 1 the highest. Marks of
 * priority are the only colour of a map.
 */
export type CellMark = 'none' | 'look' | 1 | 2 | 3 | 4;
/** Number of the "!" among the marks; priorities are their own, 0 is none. */
export const MARK_LOOK = 5;
const markCode = (mark: CellMark): number => (mark === 'none' ? 0 : mark === 'look' ? MARK_LOOK : mark);

/** What the map draws, one entry per cell. */
export interface Cells {
  /** Index in CELL_LOOKS. */
  look: Uint8Array;
  /** 0..100 of a cell that looks `level`, or LEVEL_UNKNOWN. */
  level: Uint8Array;
  /** Code of the cell's mark. The "!" is drawn as old as its cell looks; a priority is news of its own. */
  mark: Uint8Array;
}

export const makeCells = (count: number): Cells => ({
  look: new Uint8Array(count),
  level: new Uint8Array(count).fill(LEVEL_UNKNOWN),
  mark: new Uint8Array(count),
});

/** Writes a cell; true when it looks different from before. */
export function setCell(cells: Cells, index: number, look: CellLook, level: number, mark: CellMark): boolean {
  const code = CELL_LOOKS.indexOf(look);
  const shown = look === 'level' ? level : LEVEL_UNKNOWN;
  const sign = markCode(mark);
  if (cells.look[index] === code && cells.level[index] === shown && cells.mark[index] === sign) return false;
  cells.look[index] = code;
  cells.level[index] = shown;
  cells.mark[index] = sign;
  return true;
}
