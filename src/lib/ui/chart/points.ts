import type { TrendBuffer } from './trend-buffer.svelte';

export interface TrendPoint {
  t: number;
  min: number;
  max: number;
  avg: number;
}

/** Pieces between gaps; within one piece points may be joined by a line. */
export type TrendPiece = TrendPoint[];

/** The points of a range, cut where data is missing. One point on either side keeps lines running to the edge. */
export function pieces(buffer: TrendBuffer, from: number, to: number): TrendPiece[] {
  const result: TrendPiece[] = [];
  let piece: TrendPiece = [];
  const first = Math.max(0, buffer.indexAt(from) - 1);
  const last = Math.min(buffer.length - 1, buffer.indexAt(to + 1));
  for (let i = first; i <= last; i++) {
    const point = buffer.at(i);
    const before = piece.at(-1);
    if (before && point.t - before.t > buffer.gapMs) {
      result.push(piece);
      piece = [];
    }
    piece.push(point);
  }
  if (piece.length > 0) result.push(piece);
  return result;
}

/**
 * Thins a piece to at most two points per column of the picture, keeping the least and the greatest of each:
 * the spike that tripped the machine must stay (an average or a shape-keeping choice may drop it).
 */
export function thin(piece: TrendPiece, from: number, to: number, columns: number): TrendPiece {
  if (piece.length <= 2 * columns || to <= from) return piece;
  const width = (to - from) / columns;
  const result: TrendPiece = [];
  let column = -Infinity;
  let low: TrendPoint | undefined;
  let high: TrendPoint | undefined;
  const flush = () => {
    if (!low || !high) return;
    if (low === high) result.push(low);
    else result.push(...(low.t < high.t ? [low, high] : [high, low]));
  };
  for (const point of piece) {
    const at = Math.floor((point.t - from) / width);
    if (at !== column) {
      flush();
      column = at;
      low = high = point;
    } else {
      if (!low || point.min < low.min) low = point;
      if (!high || point.max > high.max) high = point;
    }
  }
  flush();
  return result;
}

/** The point nearest to a moment, or `undefined` where nothing was measured near it. */
export function nearest(buffer: TrendBuffer, at: number): TrendPoint | undefined {
  const after = buffer.indexAt(at);
  const candidates = [after - 1, after].filter((i) => i >= 0 && i < buffer.length).map((i) => buffer.at(i));
  const [best] = candidates.sort((a, b) => Math.abs(a.t - at) - Math.abs(b.t - at));
  // Half of a gap is the furthest that a point still speaks for.
  return best && Math.abs(best.t - at) <= Math.max(buffer.gapMs / 2, 1) ? best : undefined;
}
