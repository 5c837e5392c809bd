import { csvText } from '../csv';
import type { TrendPen } from './pen';

export interface TrendRow {
  t: number;
  /** By pen, in order; `undefined` where it has no point at that time. */
  values: ({ min: number; max: number; avg: number } | undefined)[];
}

/** Every point of every pen within the range, one row a moment. Gaps are rows that do not exist. */
export function trendRows(pens: readonly TrendPen[], from: number, to: number): TrendRow[] {
  const rows = new Map<number, TrendRow>();
  for (const [n, { buffer }] of pens.entries()) {
    for (let i = buffer.indexAt(from); i < buffer.length; i++) {
      const { t, ...value } = buffer.at(i);
      if (t > to) break;
      let row = rows.get(t);
      if (!row) {
        row = { t, values: pens.map(() => undefined) };
        rows.set(t, row);
      }
      row.values[n] = value;
    }
  }
  return [...rows.values()].sort((a, b) => a.t - b.t);
}

/** RFC 4180 text of what the trends show: UTC times, plain numbers, units in the head. */
export function trendCsv(pens: readonly TrendPen[], from: number, to: number): string {
  const head = [
    'time (UTC)',
    ...pens.flatMap(({ label, unit }) => {
      const name = unit ? `${label} [${unit}]` : label;
      return [`${name} mean`, `${name} min`, `${name} max`];
    }),
  ];
  const lines = trendRows(pens, from, to).map(({ t, values }) => [
    new Date(t).toISOString(),
    ...values.flatMap((v) => (v ? [String(v.avg), String(v.min), String(v.max)] : ['', '', ''])),
  ]);
  return csvText([head, ...lines]);
}
