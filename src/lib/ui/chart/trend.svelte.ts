import { onThemeChange } from '../theme/theme';
import type { TrendChart, TrendView } from './engine';

/**
 * An attachment that draws one pen on a canvas. The chart library is loaded when the first trend is shown, so
 * that pages without one do not carry it. Draws again whenever what `view` reads changes.
 */
export function trend(view: () => TrendView): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    const box = canvas.parentElement;
    let chart: TrendChart | undefined;
    let latest: TrendView | undefined;
    let gone = false;

    // An effect, because drawing on a canvas happens outside of what Svelte renders.
    $effect(() => {
      latest = view();
      // What the buffer holds is no signal; its revision is.
      void latest.pen.buffer.revision;
      chart?.update(latest);
    });

    const fit = () => {
      if (box && box.clientWidth > 0) chart?.resize(box.clientWidth, box.clientHeight);
    };
    void import('./engine').then(({ createTrend }) => {
      if (gone || !latest) return;
      chart = createTrend(canvas, latest);
      fit();
    });

    const observer = new ResizeObserver(fit);
    if (box) observer.observe(box);
    const offTheme = onThemeChange(() => chart?.recolour());
    return () => {
      gone = true;
      observer.disconnect();
      offTheme();
      chart?.destroy();
    };
  };
}
