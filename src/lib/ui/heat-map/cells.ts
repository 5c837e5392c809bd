/**
 * How a cell looks. Solid is known, hatch is old, dashes are lost or never shown; no look depends on colour.
 * The numbers are positions in typed arrays.
 */
export const CELL_LOOKS = ['void', 'level', 'hollow', 'struck', 'unsure', 'old', 'gone'] as const;
export type CellLook = (typeof CELL_LOOKS)[number];

/** Level of a cell whose level is not known. */
export const LEVEL_UNKNOWN = 255;

/** What the map draws, one entry per cell. */
export interface Cells {
  /** Index in CELL_LOOKS. */
  look: Uint8Array;
  /** 0..100 of a cell that looks `level`, or LEVEL_UNKNOWN. */
  level: Uint8Array;
  /** 1 where a small mark asks for attention; it is drawn as old as its cell looks. */
  mark: Uint8Array;
}

export const makeCells = (count: number): Cells => ({
  look: new Uint8Array(count),
  level: new Uint8Array(count).fill(LEVEL_UNKNOWN),
  mark: new Uint8Array(count),
});

/** Writes a cell; true when it looks different from before. */
export function setCell(cells: Cells, index: number, look: CellLook, level: number, mark: boolean): boolean {
  const code = CELL_LOOKS.indexOf(look);
  const shown = look === 'level' ? level : LEVEL_UNKNOWN;
  const flag = mark ? 1 : 0;
  if (cells.look[index] === code && cells.level[index] === shown && cells.mark[index] === flag) return false;
  cells.look[index] = code;
  cells.level[index] = shown;
  cells.mark[index] = flag;
  return true;
}
