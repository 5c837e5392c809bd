/** Drives that stand in one row of machines. */
export interface DriveLine<T> {
  name: string;
  items: T[];
}

/** Drives by zone, then by line, both in the order in which they first appear. */
export function linesOf<T>(
  items: readonly T[],
  place: (item: T) => { zone: string; line: string },
): { zone: string; lines: DriveLine<T>[] }[] {
  const zones = new Map<string, Map<string, T[]>>();
  for (const item of items) {
    const { zone, line } = place(item);
    let lines = zones.get(zone);
    if (!lines) zones.set(zone, (lines = new Map<string, T[]>()));
    const list = lines.get(line);
    if (list) list.push(item);
    else lines.set(line, [item]);
  }
  return [...zones].map(([zone, lines]) => ({
    zone,
    lines: [...lines].map(([name, list]) => ({ name, items: list })),
  }));
}
