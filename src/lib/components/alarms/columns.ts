import type { Column, Sort } from './list-state';

interface ColumnFacts {
  label: string;
  /** Width as the grid takes it. */
  width: string;
  sort: Sort | undefined;
}

export const COLUMN_FACTS: Record<Column, ColumnFacts> = {
  kind: { label: 'kind', width: '48px', sort: undefined },
  plant: { label: 'plant', width: '88px', sort: 'plant' },
  zone: { label: 'zone', width: '88px', sort: undefined },
  gateway: { label: 'gateway', width: '64px', sort: undefined },
  since: { label: 'since, device time', width: '118px', sort: 'since' },
  age: { label: 'age', width: '48px', sort: undefined },
  count: { label: 'count', width: '48px', sort: undefined },
  state: { label: 'state', width: 'minmax(196px, 1fr)', sort: 'urgency' },
};

/** What stands before the columns of choice: check, opener, mark, tag, text. */
const FIXED = '20px 16px 20px 72px minmax(180px, 3fr)';

export const gridColumns = (columns: readonly Column[]): string =>
  [FIXED, ...columns.map((column) => COLUMN_FACTS[column].width)].join(' ');
