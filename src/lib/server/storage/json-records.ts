import { getTableColumns } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** Names of a table's columns as the database has them, without those of the given fields. */
export const columnNames = (table: PgTable, without: readonly string[] = []): string[] =>
  Object.entries(getTableColumns(table))
    .filter(([field]) => !without.includes(field))
    .map(([, column]) => column.name);

/**
 * Rows as JSON under the names of their columns, to be read back with `json_populate_recordset`: a batch of
 * any length is one parameter, whatever its columns.
 */
export function jsonRecords(table: PgTable, rows: readonly object[]): string {
  const columns = Object.entries(getTableColumns(table));
  const records = rows.map((row) => {
    const given = new Map<string, unknown>(Object.entries(row));
    return Object.fromEntries(
      columns.map(([field, column]) => [column.name, stored(column, given.get(field))]),
    );
  });
  return JSON.stringify(records, (_key, value: unknown) =>
    typeof value === 'string' ? clean(value) : value,
  );
}

function stored(column: PgColumn, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  // Of lists and objects JSON is already made as a whole.
  return typeof value === 'object' ? value : column.mapToDriverValue(value);
}

/** The database's text knows neither NUL nor half a character. */
const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '');
