import { onThemeChange } from './theme/theme';

/** What a drawing gets: a context scaled so that one unit is one CSS pixel, and the size in those. */
export interface Surface {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  /** True when nothing of the last drawing can be kept: first time, other size, other theme. */
  fresh: boolean;
}

/**
 * Keeps a canvas as sharp as the screen and as large as its box. `draw` is called at the start, after each
 * change of size or theme, and whenever the returned `redraw` asks for it; at most once per animation frame.
 */
export function surface(
  canvas: HTMLCanvasElement,
  draw: (surface: Surface) => void,
): { redraw: () => void; destroy: () => void } {
  const context = canvas.getContext('2d');
  let frame = 0;
  let width = 0;
  let height = 0;
  let fresh = true;

  const paint = () => {
    frame = 0;
    if (!context || width === 0 || height === 0) return;
    draw({ context, width, height, fresh });
    fresh = false;
  };
  const redraw = () => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const resize = () => {
    width = canvas.clientWidth;
    height = canvas.clientHeight;
    const scale = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      context?.setTransform(scale, 0, 0, scale, 0, 0);
      fresh = true;
      // An emptied canvas must not be seen: paint within the same frame.
      paint();
    } else redraw();
  };

  const observer = new ResizeObserver(resize);
  observer.observe(canvas);
  const offTheme = onThemeChange(() => {
    fresh = true;
    redraw();
  });
  resize();

  return {
    redraw,
    destroy() {
      observer.disconnect();
      offTheme();
      cancelAnimationFrame(frame);
    },
  };
}

/** Diagonal lines inside a box: what stands there is old or unknown. `gap` is their distance in px. */
export function hatch(
  context: CanvasRenderingContext2D,
  colour: string,
  [x, y, w, h]: readonly [number, number, number, number],
  gap = 6,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, w, h);
  context.clip();
  context.beginPath();
  // Lines lie on one lattice for the whole canvas, so that neighbouring boxes join without a seam.
  const start = Math.floor((x + y) / gap) * gap;
  for (let d = start; d <= x + w + y + h; d += gap) {
    context.moveTo(d - y, y);
    context.lineTo(d - y - h, y + h);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}
