/** One row of the map: its cells and the free height above them, in px, for a heading. */
export interface HeatGroup {
  count: number;
  /** Height of a heading line above the row. */
  head?: number | undefined;
}

interface HeatRow {
  /** Index of its first cell. */
  first: number;
  count: number;
  /** Top of the row (below its heading) and its height, in px. */
  top: number;
  height: number;
  /** Top of its first line of cells. */
  cellTop: number;
  lines: number;
}

export interface HeatLayout {
  cell: { width: number; height: number; gap: number };
  perLine: number;
  rows: readonly HeatRow[];
  total: number;
  width: number;
  height: number;
}

interface Room {
  width: number;
  /** Height that should do; a map of very many cells becomes higher and scrolls. */
  height: number;
  /** Least height of a row. */
  rowHeight?: number;
  /** Height inside each row that its text takes above the cells; 0 when text and cells stand side by side. */
  textAbove?: number;
}

const MAX_WIDE = 96;
const MIN_WIDE = 24;
const PAD = 8;

/** Sizes from readable to texture: width and height of a square cell, and its gap. */
const SIZES = [
  [32, 8],
  [24, 4],
  [20, 4],
  [16, 4],
  [12, 2],
  [10, 2],
  [8, 2],
  [6, 1],
  [5, 1],
  [4, 1],
  [3, 1],
] as const;

function place(
  groups: readonly HeatGroup[],
  cell: HeatLayout['cell'],
  { width, rowHeight = 48, textAbove = 0 }: Room,
): HeatLayout {
  const perLine = Math.max(1, Math.floor((width + cell.gap) / (cell.width + cell.gap)));
  const rows: HeatRow[] = [];
  let first = 0;
  let top = 0;
  for (const { count, head = 0 } of groups) {
    top += head;
    const lines = Math.max(1, Math.ceil(count / perLine));
    const cells = lines * (cell.height + cell.gap) - cell.gap;
    const height = Math.max(rowHeight, textAbove + cells + 2 * PAD);
    const cellTop = top + textAbove + Math.max(PAD, Math.round((height - textAbove - cells) / 2));
    rows.push({ first, count, top, height, cellTop, lines });
    first += count;
    top += height;
  }
  return { cell, perLine, rows, total: first, width, height: top };
}

/**
 * Places every cell of every group into the given room. Few cells share the width of one line; with more of
 * them all cells shrink together, until the map fits the height or the smallest size is reached.
 */
export function layoutHeatMap(groups: readonly HeatGroup[], room: Room): HeatLayout {
  const most = Math.max(1, ...groups.map((group) => group.count));
  const gap = 8;
  const wide = Math.min(MAX_WIDE, Math.floor((room.width + gap) / most) - gap);
  if (wide >= MIN_WIDE) {
    const single = place(groups, { width: wide, height: (room.rowHeight ?? 48) - 2 * PAD, gap }, room);
    if (single.height <= room.height || groups.length <= 12) return single;
  }
  let found: HeatLayout | undefined;
  for (const [size, between] of SIZES) {
    found = place(groups, { width: size, height: size, gap: between }, room);
    if (found.height <= room.height) return found;
  }
  return found ?? place(groups, { width: 3, height: 3, gap: 1 }, room);
}

/** A map of one cell that fills its box, for legends. */
export const oneCell = (width: number, height: number): HeatLayout => ({
  cell: { width, height, gap: 0 },
  perLine: 1,
  rows: [{ first: 0, count: 1, top: 0, height, cellTop: 0, lines: 1 }],
  total: 1,
  width,
  height,
});

const rowOf = (layout: HeatLayout, index: number): HeatRow | undefined =>
  layout.rows.find((row) => index >= row.first && index < row.first + row.count);

/** Left, top, width and height of a cell; `undefined` for an index that is none. */
export function cellBox(
  layout: HeatLayout,
  index: number,
): readonly [x: number, y: number, w: number, h: number] | undefined {
  const row = rowOf(layout, index);
  if (!row) return undefined;
  const n = index - row.first;
  const { width, height, gap } = layout.cell;
  return [
    (n % layout.perLine) * (width + gap),
    row.cellTop + Math.floor(n / layout.perLine) * (height + gap),
    width,
    height,
  ];
}

/** The cell at a point, its gap included so that small cells can be hit; -1 for none. */
export function cellAt(layout: HeatLayout, x: number, y: number): number {
  const { width, height, gap } = layout.cell;
  const row = layout.rows.find((r) => y >= r.cellTop && y < r.cellTop + r.lines * (height + gap));
  if (!row || x < 0) return -1;
  const column = Math.floor(x / (width + gap));
  if (column >= layout.perLine) return -1;
  const n = Math.floor((y - row.cellTop) / (height + gap)) * layout.perLine + column;
  return n < row.count ? row.first + n : -1;
}

/** Where a key moves the cursor; the same index when it leads nowhere, `undefined` for other keys. */
export function moveCursor(layout: HeatLayout, index: number, key: string): number | undefined {
  const last = layout.total - 1;
  const row = rowOf(layout, index);
  const at = row ? layout.rows.indexOf(row) : 0;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
      return vertical(layout, index, at, 1);
    case 'ArrowUp':
      return vertical(layout, index, at, -1);
    case 'PageDown':
      return filled(layout, at, 1)?.first ?? last;
    case 'PageUp':
      return filled(layout, at, -1)?.first ?? 0;
    default:
      return undefined;
  }
}

function filled(layout: HeatLayout, from: number, step: 1 | -1): HeatRow | undefined {
  for (let i = from + step; i >= 0 && i < layout.rows.length; i += step) {
    const row = layout.rows[i];
    if (row && row.count > 0) return row;
  }
  return undefined;
}

function vertical(layout: HeatLayout, index: number, at: number, step: 1 | -1): number {
  const row = layout.rows[at];
  if (!row) return index;
  const line = Math.floor((index - row.first) / layout.perLine);
  const column = (index - row.first) % layout.perLine;
  const inside = line + step;
  if (inside >= 0 && inside < row.lines) {
    return row.first + Math.min(row.count - 1, inside * layout.perLine + column);
  }
  const next = filled(layout, at, step);
  if (!next) return index;
  const start = step > 0 ? 0 : (next.lines - 1) * layout.perLine;
  return next.first + Math.min(next.count - 1, start + column);
}
