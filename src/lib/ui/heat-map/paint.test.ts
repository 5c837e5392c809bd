import { beforeEach, describe, expect, it } from 'vitest';
import { makeCells, setCell, type CellLook, type Cells } from './cells';
import { layoutHeatMap, oneCell, type HeatLayout } from './layout';
import { CELL_TOKENS, HeatPainter, type CellColours } from './paint';

const colour = Object.fromEntries(CELL_TOKENS.map((name) => [name, ''])) as CellColours;

/** A context that only remembers which boxes were cleared, as every painting of a cell begins with that. */
function recorder() {
  const cleared: string[] = [];
  const context = new Proxy(
    {},
    {
      get: (_, name) =>
        name === 'clearRect' ? (...box: number[]) => cleared.push(box.join(' ')) : () => undefined,
      set: () => true,
    },
  ) as CanvasRenderingContext2D;
  return { context, cleared };
}

let cells: Cells;
let fine: HeatLayout;
let painter: HeatPainter;
let canvas: ReturnType<typeof recorder>;

beforeEach(() => {
  cells = makeCells(4_000);
  for (let i = 0; i < 4_000; i++) setCell(cells, i, 'level', 50, 'none');
  fine = layoutHeatMap([{ count: 4_000 }], { width: 500, height: 200 });
  painter = new HeatPainter(fine, cells);
  canvas = recorder();
  painter.all(canvas.context, colour);
  canvas.cleared.length = 0;
});

describe('painting a fine map', () => {
  it('paints a changed cell alone', () => {
    expect(fine.cell.width).toBeLessThan(12);
    setCell(cells, 7, 'hollow', 0, 'none');
    expect(painter.some(canvas.context, colour, [7])).toBe(1);
    expect(canvas.cleared).toHaveLength(1);
  });

  it('leaves a cell alone whose load changes by less than a pixel', () => {
    expect(setCell(cells, 7, 'level', 51, 'none')).toBe(true);
    expect(painter.some(canvas.context, colour, [7])).toBe(0);
    setCell(cells, 7, 'level', 99, 'none');
    expect(painter.some(canvas.context, colour, [7])).toBe(1);
  });

  it('paints a struck cell last, also after its neighbours changed', () => {
    setCell(cells, 7, 'struck', 0, 'none');
    painter.some(canvas.context, colour, [7]);
    const [struck] = canvas.cleared;
    canvas.cleared.length = 0;
    setCell(cells, 8, 'gone', 0, 'none');
    painter.some(canvas.context, colour, [8]);
    expect(canvas.cleared).toHaveLength(2);
    expect(canvas.cleared.at(-1)).toBe(struck);
  });

  it('paints everything when a struck cell is well again, for it covered its neighbours', () => {
    setCell(cells, 7, 'struck', 0, 'none');
    painter.some(canvas.context, colour, [7]);
    setCell(cells, 7, 'level', 50, 'none');
    expect(painter.some(canvas.context, colour, [7])).toBe(4_000);
  });
});

describe('the mark of a cell', () => {
  const inks = { ...colour, text: 'text', stale: 'stale', control: 'control', panel: 'panel' };

  /** The colour and dashes of the last outline, which is the mark's. */
  function markOf(look: CellLook) {
    const outlines: { ink: string; dash: number[] }[] = [];
    const context = {
      strokeStyle: '',
      dash: [] as number[],
      setLineDash(dash: number[]) {
        context.dash = dash;
      },
      strokeRect: () => void outlines.push({ ink: context.strokeStyle, dash: context.dash }),
    };
    const other = new Proxy(context, {
      get: (target, name) => Reflect.get(target, name) ?? (() => undefined),
    });
    const one = makeCells(1);
    setCell(one, 0, look, 60, 'look');
    new HeatPainter(oneCell(40, 30), one).all(other as unknown as CanvasRenderingContext2D, inks);
    return outlines.at(-1);
  }

  it('is solid and dark on what is known now, dashed and faint on what is old or lost', () => {
    expect(markOf('level')).toEqual({ ink: 'text', dash: [] });
    expect(markOf('old')).toEqual({ ink: 'stale', dash: [2, 2] });
    expect(markOf('gone')).toEqual({ ink: 'control', dash: [2, 2] });
  });
});
