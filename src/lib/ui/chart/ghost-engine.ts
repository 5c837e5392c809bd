import type { ChartDataset, Plugin } from 'chart.js';
import { hatch } from '../canvas';
import { tokenColours } from '../theme/theme';
import { holes } from './holes';
import { Chart, chartOptions } from './options';

/** One line over a window, and over the window before it. */
export interface GhostLine {
  values: readonly (number | null)[];
  before: readonly (number | null)[];
}

/** What a chart with a ghost shows at a time. */
export interface GhostView {
  lines: readonly GhostLine[];
  /** Upper end of the axis, which begins at nought. */
  top: number;
  /** Whether the window before is drawn, dashed. */
  hasGhost: boolean;
  /** Where something happened, as shares of the window. */
  marks: readonly number[];
}

export interface GhostChart {
  update(view: GhostView): void;
  recolour(): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

const TOKENS = ['sunken', 'run', 'text', 'control', 'stale'] as const;
type Colours = Record<(typeof TOKENS)[number], string>;
/** The first line is the heavy one; no colour tells them apart. */
const WIDTHS = [2, 1.25];

/** A chart of few lines over one window on a canvas; the page keeps its size and says when to draw. */
export function createGhost(canvas: HTMLCanvasElement, first: GhostView): GhostChart {
  let view = first;
  let colours = tokenColours(TOKENS);
  const chart = new Chart(canvas, {
    type: 'line',
    options: { ...chartOptions(), spanGaps: false },
    data: { datasets: [] },
    plugins: [scenery(() => ({ view, colours }))],
  });

  const update = (next: GhostView) => {
    view = next;
    const columns = Math.max(2, ...view.lines.map(({ values }) => values.length));
    chart.data.datasets = view.lines.flatMap((line, i) => [
      ...(view.hasGhost ? [dataset(line.before, colours.control, 1, [4, 3])] : []),
      dataset(line.values, i === 0 ? colours.text : colours.run, WIDTHS[i] ?? 1, []),
    ]);
    const { x, y } = chart.options.scales ?? {};
    if (x) [x.min, x.max] = [0, columns - 1];
    // Half a line's width beside nought and the top, so that neither is cut.
    if (y) [y.min, y.max] = [-view.top * 0.03, view.top * 1.05];
    chart.update('none');
  };
  update(first);
  return {
    update,
    recolour() {
      colours = tokenColours(TOKENS);
      update(view);
    },
    resize(width, height) {
      chart.resize(width, height);
      update(view);
    },
    destroy: () => chart.destroy(),
  };
}

/** Nothing counted is a hole in the line, never nought. */
const dataset = (
  values: readonly (number | null)[],
  colour: string,
  width: number,
  dash: number[],
): ChartDataset<'line', { x: number; y: number }[]> => ({
  data: values.map((y, x) => ({ x, y: y ?? NaN })),
  borderColor: colour,
  borderWidth: width,
  borderDash: dash,
  // A value between two holes has no line: it is a dot.
  pointRadius: values.map((y, i) =>
    y !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? 2 : 0,
  ),
  pointBackgroundColor: colour,
  pointBorderWidth: 0,
  pointHitRadius: 0,
  clip: 4,
});

/** Ground, stretches in which nothing was counted, marks, and a dot at the end of each line. */
const scenery = (drawn: () => { view: GhostView; colours: Colours }): Plugin<'line'> => ({
  id: 'scenery',
  beforeDatasetsDraw({ ctx: c, chartArea: area, scales }) {
    const { view, colours } = drawn();
    const x = (at: number) => scales.x?.getPixelForValue(at) ?? 0;
    c.save();
    c.fillStyle = colours.sunken;
    c.fillRect(area.left, area.top, area.width, area.height);
    for (const [from, to] of holes(view.lines)) {
      const left = Math.max(area.left, x(from - 0.5));
      const right = Math.min(area.right, x(to + 0.5));
      hatch(c, colours.stale, [left, area.top, right - left, area.height]);
    }
    c.strokeStyle = colours.control;
    c.lineWidth = 1;
    for (const share of view.marks) {
      const at = area.left + share * area.width;
      c.beginPath();
      c.moveTo(at, area.top);
      c.lineTo(at, area.top + 6);
      c.stroke();
    }
    c.restore();
  },
  afterDatasetsDraw({ ctx: c, chartArea: area, scales }) {
    const { view, colours } = drawn();
    for (const [i, { values }] of view.lines.entries()) {
      const last = values.at(-1) ?? null;
      if (last === null) continue;
      c.save();
      c.beginPath();
      c.arc(area.right - 4, scales.y?.getPixelForValue(last) ?? 0, 3, 0, 2 * Math.PI);
      c.lineWidth = 1.5;
      c.strokeStyle = i === 0 ? colours.text : colours.run;
      c.fillStyle = i === 0 ? colours.text : colours.sunken;
      c.fill();
      c.stroke();
      c.restore();
    }
  },
});
