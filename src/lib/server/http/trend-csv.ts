import type { TrendReport } from '../../protocol/trends';
import { csvOf } from './csv';

const COLUMNS = ['figure', 'line', 'unit', 'until', 'value', 'before'] as const;

/** Every value of every line of the trends; `until` is the end of the stretch, empty is not counted. */
export const trendCsv = ({ figures }: TrendReport): string =>
  csvOf(
    COLUMNS,
    figures.flatMap(({ title, at, lines }) =>
      lines.flatMap(({ label, unit, values, before }) =>
        at.map((moment, i) => ({
          ...{ figure: title, line: label, unit },
          until: new Date(moment).toISOString(),
          value: values[i] ?? null,
          before: before[i] ?? null,
        })),
      ),
    ),
  );
