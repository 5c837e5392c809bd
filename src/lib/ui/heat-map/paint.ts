import { hatch } from '../canvas';
import { tokenColours } from '../theme/theme';
import { GLYPH_SHAPES } from '../glyph-shapes';
import { CELL_LOOKS, LEVEL_UNKNOWN, MARK_LOOK, type CellLook, type Cells } from './cells';
import { cellBox, type HeatLayout } from './layout';

export const CELL_TOKENS = [
  'app',
  'sunken',
  'run',
  'text',
  'stale',
  'control',
  'panel',
  'outline',
  'p1',
  'p1-ink',
  'p2',
  'p2-ink',
  'p3',
  'p3-ink',
  'p4',
  'p4-ink',
] as const;
export type CellColours = Record<(typeof CELL_TOKENS)[number], string>;
export const cellColours = (): CellColours => tokenColours(CELL_TOKENS);

/** Height of the filled part of a cell; a load of nothing still shows a line. */
const filledPixels = (height: number, level: number): number =>
  Math.max(1, Math.round((height * Math.min(100, level)) / 100));

type Box = readonly [x: number, y: number, w: number, h: number];
type Painter = (c: CanvasRenderingContext2D, box: Box, colour: CellColours, level: number) => void;

/** Below this width a cell is texture: one fill or one line, no signs. */
const SIGN_PX = 12;

function outline(
  c: CanvasRenderingContext2D,
  [x, y, w, h]: Box,
  colour: string,
  width: number,
  dash: number[] = [],
) {
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.setLineDash(dash);
  c.strokeRect(x + width / 2, y + width / 2, w - width, h - width);
  c.setLineDash([]);
}

function sign(c: CanvasRenderingContext2D, [x, y, w, h]: Box, text: string, colour: string) {
  c.fillStyle = colour;
  c.font = `600 ${Math.min(14, Math.max(9, h - 6))}px sans-serif`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillText(text, x + w / 2, y + h / 2 + 1);
}

const PAINT = {
  void: (c, box, colour) => outline(c, box, colour.control, 1, [1, 3]),
  level: (c, [x, y, w, h], colour, level) => {
    c.fillStyle = colour.sunken;
    c.fillRect(x, y, w, h);
    c.fillStyle = colour.run;
    if (level === LEVEL_UNKNOWN) {
      // Running without a known load: a slab across the middle, which no load looks like.
      c.fillRect(x, y + h * 0.3, w, h * 0.4);
      return;
    }
    const filled = filledPixels(h, level);
    c.fillRect(x, y + h - filled, w, filled);
  },
  hollow: (c, box, colour) => outline(c, box, colour.run, box[2] >= SIGN_PX ? 1.5 : 1),
  struck: (c, box, colour) => {
    const [x, y, w, h] = box;
    // Never smaller than can be seen among thousands: it may lie over its neighbours.
    const size = Math.max(9, Math.min(w, h));
    const [mx, my] = [x + w / 2, y + h / 2];
    if (w >= SIGN_PX) {
      c.fillStyle = colour.panel;
      c.fillRect(x, y, w, h);
      outline(c, box, colour.text, 2);
      const arm = Math.min(7, size / 4);
      c.strokeStyle = colour.text;
      c.lineWidth = 3;
      c.beginPath();
      c.moveTo(mx - arm, my - arm);
      c.lineTo(mx + arm, my + arm);
      c.moveTo(mx + arm, my - arm);
      c.lineTo(mx - arm, my + arm);
      c.stroke();
      return;
    }
    c.fillStyle = colour.text;
    c.fillRect(mx - size / 2, my - size / 2, size, size);
    c.strokeStyle = colour.app;
    c.lineWidth = 1;
    c.strokeRect(mx - size / 2, my - size / 2, size, size);
    c.beginPath();
    c.moveTo(mx - 2.5, my - 2.5);
    c.lineTo(mx + 2.5, my + 2.5);
    c.moveTo(mx + 2.5, my - 2.5);
    c.lineTo(mx - 2.5, my + 2.5);
    c.stroke();
  },
  unsure: (c, box, colour) => {
    outline(c, box, colour.control, 1);
    if (box[2] >= SIGN_PX) sign(c, box, '?', colour.text);
  },
  old: (c, box, colour) => {
    hatch(c, colour.stale, box, box[2] >= SIGN_PX ? 6 : 3);
    outline(c, box, colour.stale, 1);
  },
  gone: (c, box, colour) => {
    const [x, y, w, h] = box;
    outline(c, box, colour.control, 1, w >= SIGN_PX ? [4, 3] : [1, 1]);
    if (w >= SIGN_PX) {
      c.fillStyle = colour.control;
      c.fillRect(x + w / 2 - Math.min(8, w / 4), y + h / 2 - 0.5, Math.min(16, w / 2), 1.5);
    }
  },
} as const satisfies Record<CellLook, Painter>;

/** A sign is as old as what it stands on: only on what is known now is it solid and in the colour of text. */
const markInk = (look: CellLook, colour: CellColours): string =>
  look === 'old' ? colour.stale : look === 'gone' ? colour.control : colour.text;

/** A small "!" in a box at the upper right corner of a cell; on texture a dot. */
function attention(c: CanvasRenderingContext2D, [x, y, w, h]: Box, colour: CellColours, look: CellLook) {
  const ink = markInk(look, colour);
  const isNow = ink === colour.text;
  if (w < SIGN_PX) {
    c.fillStyle = ink;
    c.fillRect(x + w / 2 - 1.5, y + h / 2 - 1.5, 3, 3);
    return;
  }
  const size = Math.min(14, w / 2 + 2);
  const box: Box = [x + w - size, y, size, size];
  c.fillStyle = colour.panel;
  c.fillRect(...box);
  outline(c, box, ink, 1, isNow ? [] : [2, 2]);
  sign(c, box, '!', ink);
}

/** The mark of a priority in the middle of a cell: fill, outline, shape and digit, as everywhere. */
function priorityMark(
  c: CanvasRenderingContext2D,
  [x, y, w, h]: Box,
  colour: CellColours,
  priority: 1 | 2 | 3 | 4,
) {
  // Never smaller than can be told apart among thousands: it may lie over its neighbours.
  const size = w < SIGN_PX ? 9 : Math.min(18, Math.max(12, Math.min(w, h) - 4));
  const { path, baseline } = GLYPH_SHAPES[priority];
  c.save();
  c.translate(x + w / 2 - size / 2, y + h / 2 - size / 2);
  c.scale(size / 20, size / 20);
  const shape = new Path2D(path);
  c.fillStyle = colour[`p${priority}`];
  c.fill(shape);
  c.strokeStyle = colour.outline;
  c.lineWidth = 2;
  c.stroke(shape);
  if (size >= 12) {
    c.fillStyle = colour[`p${priority}-ink`];
    c.font = '700 12px sans-serif';
    c.textAlign = 'center';
    c.textBaseline = 'alphabetic';
    c.fillText(String(priority), 10, baseline);
  }
  c.restore();
}

const isPriority = (mark: number): mark is 1 | 2 | 3 | 4 => mark >= 1 && mark < MARK_LOOK;

function paintCell(c: CanvasRenderingContext2D, box: Box, cells: Cells, i: number, colour: CellColours) {
  const [x, y, w, h] = box;
  const look = lookOf(cells, i);
  c.clearRect(x, y, w, h);
  PAINT[look](c, box, colour, cells.level[i] ?? LEVEL_UNKNOWN);
  const mark = cells.mark[i] ?? 0;
  if (isPriority(mark)) priorityMark(c, box, colour, mark);
  else if (mark === MARK_LOOK) attention(c, box, colour, look);
}

const lookOf = (cells: Cells, i: number): CellLook => CELL_LOOKS[cells.look[i] ?? 0] ?? 'void';

/**
 * Paints the cells of one map, and of those only what would look different. A cell of four pixels shows a load
 * in four steps: most changes of a large fleet change no pixel.
 */
export class HeatPainter {
  readonly #layout: HeatLayout;
  readonly #cells: Cells;
  /** What each cell looks like on the canvas; -1 before it was painted. */
  readonly #shown: Int32Array;
  /** Struck and marked cells of a fine map: drawn larger than their place, and so always last. */
  readonly #struck = new Set<number>();
  readonly #overlaps: boolean;

  constructor(layout: HeatLayout, cells: Cells) {
    this.#layout = layout;
    this.#cells = cells;
    this.#shown = new Int32Array(layout.total).fill(-1);
    this.#overlaps = layout.cell.width < SIGN_PX;
  }

  /** Paints everything anew; returns how many cells that were. */
  all(c: CanvasRenderingContext2D, colour: CellColours): number {
    c.clearRect(0, 0, this.#layout.width, this.#layout.height);
    this.#shown.fill(-1);
    this.#struck.clear();
    for (let i = 0; i < this.#layout.total; i += 1) this.#one(c, i, colour);
    this.#top(c, colour);
    return this.#layout.total;
  }

  /** Paints those of the named cells that look different; returns how many were painted. */
  some(c: CanvasRenderingContext2D, colour: CellColours, changed: Iterable<number>): number {
    let painted = 0;
    for (const i of changed) {
      // What a struck cell covered of its neighbours comes back only with them.
      if (this.#struck.has(i) && !this.#isLarge(i)) return this.all(c, colour);
      if (this.#one(c, i, colour)) painted += 1;
    }
    if (painted > 0) this.#top(c, colour);
    return painted;
  }

  #one(c: CanvasRenderingContext2D, i: number, colour: CellColours): boolean {
    const face = this.#face(i);
    if (this.#shown[i] === face) return false;
    const box = cellBox(this.#layout, i);
    if (!box) return false;
    this.#shown[i] = face;
    if (this.#overlaps && this.#isLarge(i)) this.#struck.add(i);
    else paintCell(c, box, this.#cells, i, colour);
    return true;
  }

  #isLarge(i: number): boolean {
    return lookOf(this.#cells, i) === 'struck' || isPriority(this.#cells.mark[i] ?? 0);
  }

  #top(c: CanvasRenderingContext2D, colour: CellColours): void {
    for (const i of this.#struck) {
      const box = cellBox(this.#layout, i);
      if (box) paintCell(c, box, this.#cells, i, colour);
    }
  }

  /** A number that is equal for cells of equal pixels. */
  #face(i: number): number {
    const level = this.#cells.level[i] ?? LEVEL_UNKNOWN;
    const pixels = level === LEVEL_UNKNOWN ? LEVEL_UNKNOWN : filledPixels(this.#layout.cell.height, level);
    return ((this.#cells.look[i] ?? 0) << 11) | (pixels << 3) | (this.#cells.mark[i] ?? 0);
  }
}
