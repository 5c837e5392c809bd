import { hatch, surface } from '../canvas';
import { tokenColours } from '../theme/theme';

export interface SparklineData {
  /** Oldest first, evenly spaced; null is a gap, which is never bridged. */
  values: readonly (number | null)[];
  /** Normal band, drawn as the light slab. */
  normal?: readonly [number, number] | undefined;
  limits?: readonly number[] | undefined;
  stale?: boolean | undefined;
}

/** Lowest and highest of what is drawn, with a little air; a flat line lies in the middle. */
export function sparkRange({ values, normal, limits }: SparklineData): readonly [number, number] {
  const all = [...values.filter((v) => v !== null), ...(normal ?? []), ...(limits ?? [])];
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const air = high === low ? Math.max(Math.abs(high) * 0.1, 0.5) : (high - low) * 0.08;
  return [low - air, high + air];
}

/** Runs of neighbouring values: the pieces between gaps, as [index, value] pairs. */
export function sparkRuns(values: readonly (number | null)[]): (readonly [index: number, value: number])[][] {
  const runs: (readonly [number, number])[][] = [];
  let run: (readonly [number, number])[] = [];
  for (const [i, v] of values.entries()) {
    if (v !== null) run.push([i, v]);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

const TOKENS = ['sunken', 'panel', 'run', 'stale', 'text', 'control'] as const;

/** An attachment that draws one sparkline on a canvas: own code, because a chart library costs 200 times as much. */
export function sparkline(data: () => SparklineData): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    // Reading here makes the attachment run again when the data is replaced.
    const current = data();
    const { destroy } = surface(canvas, ({ context: c, width, height }) => {
      const colour = tokenColours(TOKENS);
      const [low, high] = sparkRange(current);
      const last = Math.max(1, current.values.length - 1);
      const x = (i: number) => 1 + (i / last) * (width - 6);
      const y = (v: number) => height - ((v - low) / (high - low)) * height;

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
        c.fillStyle = colour.text;
        c.fill();
      }
    });
    return destroy;
  };
}
