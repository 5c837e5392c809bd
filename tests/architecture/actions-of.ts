/** The actions that a page's server file exports: each name, and the word its value begins with. */
export function actionsOf(text: string): { name: string; value: string }[] {
  const start = /export const actions\b[^=]*=\s*\{/.exec(text);
  if (start === null) return [];
  return topLevelParts(text.slice(start.index + start[0].length)).map((part) => {
    const [name = '', ...rest] = part.split(':');
    const value = /^\s*(\w*)/.exec(rest.join(':'))?.[1] ?? '';
    return { name: name.trim(), value };
  });
}

/** Splits an object's inside at its own commas, up to the brace that closes it. */
function topLevelParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (depth < 0) break;
    if (char === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part].filter((each) => each.trim() !== '');
}
