import type { Plugin } from 'chart.js';
import { hatch } from '../canvas';
import { tokenColours } from '../theme/theme';
import { ticks } from '../indicator/scale';
import { Chart, chartOptions } from './options';
import { pieces, thin, type TrendPiece } from './points';
import type { TrendPen } from './pen';

/** What one trend shows at a time. */
export interface TrendView {
  pen: TrendPen;
  from: number;
  to: number;
  /** No value is known beyond this time; what follows is the future or a silent source. */
  now: number;
}

const TOKENS = ['app', 'sunken', 'panel', 'run', 'text', 'control', 'stale'] as const;
type Colours = Record<(typeof TOKENS)[number], string>;

interface Drawn {
  view: TrendView;
  pieces: TrendPiece[];
  colours: Colours;
}

/** Everything behind and over the line: ground, normal band, limits, holes, min/max band, end dot. */
const scenery = (drawn: () => Drawn): Plugin<'line'> => ({
  id: 'scenery',
  beforeDatasetsDraw({ ctx: c, chartArea: area, scales }) {
    const { view, pieces: parts, colours } = drawn();
    const x = (t: number) => scales.x?.getPixelForValue(t) ?? 0;
    const y = (v: number) => scales.y?.getPixelForValue(v) ?? 0;
    const { pen } = view;

    c.save();
    c.fillStyle = colours.sunken;
    c.fillRect(area.left, area.top, area.width, area.height);
    c.beginPath();
    c.rect(area.left, area.top, area.width, area.height);
    c.clip();
    if (pen.normal) {
      c.fillStyle = colours.panel;
      c.fillRect(area.left, y(pen.normal[1]), area.width, y(pen.normal[0]) - y(pen.normal[1]));
    }

    // A hole is shown as the ground of the page: nothing was measured, and nothing is drawn.
    let end: number | undefined;
    c.fillStyle = colours.app;
    for (const part of parts) {
      const [first, last] = [part[0], part.at(-1)];
      if (!first || !last) continue;
      const left = end === undefined ? area.left : x(end);
      if (first.t > view.from) c.fillRect(left, area.top, x(first.t) - left, area.height);
      end = last.t;
    }
    const right = end === undefined ? area.left : x(end);
    if (end === undefined || view.now - end > pen.buffer.gapMs) {
      c.fillRect(right, area.top, area.right - right, area.height);
      if (!pen.live)
        hatch(c, colours.stale, [right, area.top, Math.max(0, x(view.now) - right), area.height]);
    }

    for (const tick of ticks(pen.limits ?? {}, pen.range)) {
      const outer = tick.name.length === 2;
      c.strokeStyle = outer ? colours.text : colours.control;
      c.lineWidth = 1;
      c.setLineDash(outer ? [] : [2, 2]);
      c.beginPath();
      c.moveTo(area.left, y(tick.value));
      c.lineTo(area.right, y(tick.value));
      c.stroke();
    }
    c.setLineDash([]);

    c.globalAlpha = 0.35;
    c.fillStyle = colours.run;
    for (const part of parts) {
      if (part.every((p) => p.min === p.max)) continue;
      c.beginPath();
      for (const [i, p] of part.entries()) {
        if (i === 0) c.moveTo(x(p.t), y(p.max));
        else c.lineTo(x(p.t), y(p.max));
      }
      for (const p of part.toReversed()) c.lineTo(x(p.t), y(p.min));
      c.fill();
    }
    c.restore();
  },
  afterDatasetsDraw({ ctx: c, chartArea: area, scales }) {
    const { view, pieces: parts, colours } = drawn();
    const last = parts.at(-1)?.at(-1);
    // A live value may be a moment newer than the clock that moves the axis; of the past it is out of sight.
    if (!last || (last.t > view.to && view.to < view.now)) return;
    const x = Math.min(area.right - 4, scales.x?.getPixelForValue(last.t) ?? 0);
    const y = scales.y?.getPixelForValue(last.avg) ?? 0;
    c.save();
    c.beginPath();
    c.arc(x, Math.min(area.bottom - 4, Math.max(area.top + 4, y)), 3.5, 0, 2 * Math.PI);
    c.lineWidth = 1.5;
    c.strokeStyle = view.pen.live ? colours.text : colours.stale;
    c.fillStyle = view.pen.live ? colours.text : colours.app;
    c.fill();
    c.stroke();
    c.restore();
  },
});

export interface TrendChart {
  update(view: TrendView): void;
  recolour(): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

/** A chart of one pen on a canvas; the page keeps its size and says when to draw. */
export function createTrend(canvas: HTMLCanvasElement, view: TrendView): TrendChart {
  const drawn: Drawn = { view, pieces: [], colours: tokenColours(TOKENS) };
  const none: { x: number; y: number }[] = [];
  const chart = new Chart(canvas, {
    type: 'line',
    options: chartOptions(),
    data: { datasets: [{ data: none, pointRadius: 0, pointHitRadius: 0, borderWidth: 1.5, clip: 0 }] },
    plugins: [scenery(() => drawn)],
  });

  const update = (next: TrendView) => {
    drawn.view = next;
    const { pen, from, to } = next;
    const columns = Math.max(1, Math.round(chart.width));
    drawn.pieces = pieces(pen.buffer, from, to).map((piece) => thin(piece, from, to, columns));
    const [dataset] = chart.data.datasets;
    if (dataset) {
      dataset.borderColor = drawn.colours.text;
      // NaN ends a line, so that the next piece begins a new one.
      dataset.data = drawn.pieces.flatMap((piece, i) => [
        ...(i > 0 ? [{ x: piece[0]?.t ?? NaN, y: NaN }] : []),
        ...piece.map((p) => ({ x: p.t, y: p.avg })),
      ]);
    }
    const { x, y } = chart.options.scales ?? {};
    if (x) [x.min, x.max] = [from, to];
    if (y) [y.min, y.max] = [pen.range[0], pen.range[1]];
    chart.update('none');
  };

  update(view);
  return {
    update,
    recolour() {
      drawn.colours = tokenColours(TOKENS);
      update(drawn.view);
    },
    resize(width, height) {
      chart.resize(width, height);
      update(drawn.view);
    },
    destroy: () => chart.destroy(),
  };
}
