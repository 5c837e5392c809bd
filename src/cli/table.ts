/** Rows as aligned columns, the last one as long as it likes. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A moment as people at a shell read it; a dash for none. */
export const moment = (at: number | null | undefined): string =>
  at === null || at === undefined ? '-' : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** A number with its noun: `1 site`, `3 sites`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
