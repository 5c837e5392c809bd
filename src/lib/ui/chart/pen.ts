import type { Band, Limits } from '../indicator/scale';
import type { TrendBuffer } from './trend-buffer.svelte';

/** One quantity over time: what is drawn and how its axis lies. */
export interface TrendPen {
  id: string;
  label: string;
  unit: string;
  digits: number;
  /** Ends of the vertical axis; fixed, so that the picture does not jump. */
  range: Band;
  normal?: Band | undefined;
  limits?: Limits | undefined;
  buffer: TrendBuffer;
  /** False once the newest value is not live any more: the end dot is hollow. */
  live: boolean;
}

/** A moment worth a line through all trends: a trip, a change. */
export interface TrendMark {
  at: number;
  label: string;
}
