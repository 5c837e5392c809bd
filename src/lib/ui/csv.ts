/** Quoted where needed; what a spreadsheet would run as a formula is kept as text. */
function cell(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 text of lines of cells, the first of them the head. */
export const csvText = (lines: readonly (readonly string[])[]): string =>
  lines.map((line) => line.map(cell).join(',') + '\r\n').join('');
