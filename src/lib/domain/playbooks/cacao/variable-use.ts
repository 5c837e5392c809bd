const NAME = /^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$/;
const MARK = '__:value';
/** Longest name that may stand before the mark, without its closing underscores. */
const LONGEST = 203;

export const isVariableName = (text: string): boolean => NAME.test(text);

/** The name in `__name__:value`, or the name itself; as arguments are written either way. */
export const argumentName = (text: string): string =>
  text.endsWith(':value') ? text.slice(0, -':value'.length) : text;

/**
 * Names of variables that a text uses as `__name__:value`. Where underscores let one use be read in more than one
 * way, all readings are one entry, the longest first. Takes time in proportion to the text.
 */
export function variableUses(text: string): string[][] {
  const uses: string[][] = [];
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) {
    let from = at;
    while (from > 0 && at - from < LONGEST && /[a-zA-Z0-9_-]/.test(text[from - 1] ?? '')) from -= 1;
    const before = text.slice(from, at + 2);
    const readings: string[] = [];
    for (let i = before.indexOf('__'); i >= 0 && i < before.length - 2; i = before.indexOf('__', i + 1)) {
      const name = before.slice(i);
      if (isVariableName(name)) readings.push(name);
    }
    if (readings.length > 0) uses.push(readings);
  }
  return uses;
}
