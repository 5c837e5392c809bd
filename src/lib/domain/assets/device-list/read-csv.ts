/** A row as it stands in the file. */
export interface CsvRow {
  /** Of its first character, from 1. */
  line: number;
  cells: readonly string[];
}

/**
 * Reads comma-separated values (RFC 4180): quotes around what holds a separator, a quote twice for one. Spreadsheets of
 * some countries write semicolons, and so the heading decides; a mark of byte order is left out, empty lines too.
 * `undefined` when a quote is never closed.
 */
export function readCsv(text: string): CsvRow[] | undefined {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let startedAt = 1;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: startedAt, cells });
    cells = [];
    startedAt = line;
  };
  for (let i = 0; i < source.length; i += 1) {
    const sign = source[i];
    if (sign === '\n') line += 1;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (source[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (sign === separator) endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (isQuoted) return undefined;
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

/** Of the heading, which holds no separator in quotes: its columns are plain words. */
function separatorOf(source: string): ',' | ';' {
  const heading = source.slice(0, source.search(/\r?\n|$/));
  return heading.includes(';') && !heading.includes(',') ? ';' : ',';
}

/** A cell as it was meant: spreadsheets were told by a quote in front that it is no formula. */
export const plainCell = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@\t\r])/, '');
