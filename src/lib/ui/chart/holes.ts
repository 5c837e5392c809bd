/** Stretches, first and last place, in which no line has a value. */
export function holes(lines: readonly { values: readonly (number | null)[] }[]): [number, number][] {
  const length = Math.max(0, ...lines.map(({ values }) => values.length));
  const found: [number, number][] = [];
  for (let i = 0; i < length; i++) {
    if (lines.some(({ values }) => (values[i] ?? null) !== null)) continue;
    const last = found.at(-1);
    if (last?.[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  }
  return found;
}
