import { hatch, surface } from '../canvas';
import { tokenColours } from '../theme/theme';
import { sparkRange, sparkRuns, type SparklineData } from './rules';

/** Room above and below the line, px. */
const PAD = 3;

const TOKENS = ['sunken', 'panel', 'run', 'stale', 'text', 'control'] as const;

/** An attachment that draws one sparkline on a canvas: own code, because a chart library costs 200 times as much. */
export function sparkline(data: () => SparklineData): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    let current: SparklineData = { values: [] };
    const { redraw, destroy } = surface(canvas, ({ context: c, width, height }) => {
      const colour = tokenColours(TOKENS);
      const [low, high] = sparkRange(current);
      const last = Math.max(1, current.values.length - 1);
      const x = (i: number) => 1 + (i / last) * (width - 6);
      // The end dot must not be cut at the edge.
      const y = (v: number) => height - PAD - ((v - low) / (high - low)) * (height - 2 * PAD);

      c.fillStyle = colour.sunken;
      c.fillRect(0, 0, width, height);
      if (current.normal) {
        const [a, b] = current.normal;
        c.fillStyle = colour.panel;
        c.fillRect(0, y(b), width, y(a) - y(b));
      }
      if (current.stale) hatch(c, colour.stale, [0, 0, width, height]);
      c.strokeStyle = colour.control;
      c.lineWidth = 1;
      for (const limit of current.limits ?? []) {
        c.beginPath();
        c.setLineDash([2, 2]);
        c.moveTo(0, y(limit));
        c.lineTo(width, y(limit));
        c.stroke();
      }
      c.setLineDash([]);
      c.strokeStyle = current.stale ? colour.stale : colour.run;
      c.lineWidth = 1.5;
      c.lineJoin = 'round';
      c.beginPath();
      for (const run of sparkRuns(current.values)) {
        for (const [n, [i, v]] of run.entries()) {
          if (n === 0) c.moveTo(x(i), y(v));
          else c.lineTo(x(i), y(v));
        }
        // A single value between two gaps is still a value.
        const [only] = run;
        if (run.length === 1 && only) c.lineTo(x(only[0]) + 1.5, y(only[1]));
      }
      c.stroke();
      const end = current.values.at(-1);
      if (typeof end === 'number') {
        c.beginPath();
        c.arc(x(current.values.length - 1), y(end), 3, 0, 2 * Math.PI);
        c.fillStyle = current.stale ? colour.sunken : colour.text;
        c.fill();
        if (current.stale) c.stroke();
      }
    });
    // An effect, because drawing on a canvas happens outside of what Svelte renders.
    $effect(() => {
      const { values, normal, limits, stale } = data();
      current = { values, normal, limits, stale };
      redraw();
    });
    return destroy;
  };
}
