import { onThemeChange } from '../theme/theme';
import type { GhostChart, GhostView } from './ghost-engine';

/**
 * An attachment that draws few lines with their ghost on a canvas; the chart library is loaded with the first of them.
 * `painted` is called once, when something is to be seen.
 */
export function ghost(view: () => GhostView, painted: () => void): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    const box = canvas.parentElement;
    let chart: GhostChart | undefined;
    let latest: GhostView | undefined;
    let gone = false;

    // An effect, because drawing on a canvas happens outside of what Svelte renders.
    $effect(() => {
      latest = view();
      chart?.update(latest);
    });

    const fit = () => {
      if (box && box.clientWidth > 0) chart?.resize(box.clientWidth, box.clientHeight);
    };
    void import('./ghost-engine').then(({ createGhost }) => {
      if (gone || !latest) return;
      chart = createGhost(canvas, latest);
      fit();
      painted();
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
