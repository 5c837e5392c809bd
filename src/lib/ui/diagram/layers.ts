/** A box of a diagram, by its place in columns from left to right. */
export interface PlacedBox {
  id: string;
  column: number;
  row: number;
}

/**
 * Boxes in columns by their distance from the roots, following the joins either way; what no join leads to stands in
 * the last column. Rows keep the order of a box's neighbours to the left, so that few joins cross.
 */
export function layered(
  ids: readonly string[],
  joins: readonly (readonly [string, string])[],
  roots: readonly string[],
): PlacedBox[] {
  const column = distances(ids, joins, roots);
  const reached = [...column.values()];
  const apart = reached.length === 0 ? 0 : Math.max(...reached) + 1;
  const columns = new Map<number, string[]>();
  for (const id of ids) {
    const at = column.get(id) ?? apart;
    columns.set(at, [...(columns.get(at) ?? []), id]);
  }
  const rows = new Map<string, number>();
  const placed: PlacedBox[] = [];
  for (const at of [...columns.keys()].sort((a, b) => a - b)) {
    const own = columns.get(at) ?? [];
    const weight = (id: string): number =>
      middle(neighboursOf(id, joins).flatMap((of) => rows.get(of) ?? []));
    const order = own.map((id, i) => ({ id, i, weight: weight(id) }));
    order.sort((a, b) => a.weight - b.weight || a.i - b.i);
    for (const [row, { id }] of order.entries()) {
      rows.set(id, row);
      placed.push({ id, column: at, row });
    }
  }
  return placed;
}

const neighboursOf = (id: string, joins: readonly (readonly [string, string])[]): string[] =>
  joins.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []));

const middle = (rows: readonly number[]): number =>
  rows.length === 0 ? Infinity : rows.reduce((sum, row) => sum + row, 0) / rows.length;

function distances(
  ids: readonly string[],
  joins: readonly (readonly [string, string])[],
  roots: readonly string[],
): Map<string, number> {
  const known = new Set(ids);
  const found = new Map(roots.filter((id) => known.has(id)).map((id) => [id, 0]));
  const waiting = [...found.keys()];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    for (const next of neighboursOf(id, joins)) {
      if (!known.has(next) || found.has(next)) continue;
      found.set(next, (found.get(id) ?? 0) + 1);
      waiting.push(next);
    }
  }
  return found;
}
