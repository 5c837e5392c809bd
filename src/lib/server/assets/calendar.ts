import type { PartLife } from '../../domain/assets/life-book';
import { supportState, type ProductLife } from '../../domain/assets/lifecycle';
import type { Instant } from '../../domain/time';
import type { LifecycleRow } from '../../protocol/assets';
import type { AssetRecord } from './asset-record';
import { presentLife } from './present';

/**
 * What ends when: every product that these assets are of or run, and every other of `published`. What was said of
 * one asset alone makes a row of its own.
 */
export function calendarOf(
  assets: readonly AssetRecord[],
  published: readonly ProductLife[],
  now: Instant,
): LifecycleRow[] {
  const rows = new Map<string, { part: PartLife; assets: number }>();
  const keyOf = ({ part, life }: PartLife): string =>
    life === undefined
      ? `? ${part.toLowerCase()}`
      : JSON.stringify([life.vendor, life.product, life.milestones]);
  for (const asset of assets)
    for (const part of asset.life.parts) {
      // What nobody named cannot be looked up in any list.
      if (part.part === '' && part.life === undefined) continue;
      const known = rows.get(keyOf(part));
      if (known === undefined) rows.set(keyOf(part), { part: asNamed(part, asset), assets: 1 });
      else known.assets += 1;
    }
  const nameOf = ({ vendor, product }: Pick<ProductLife, 'vendor' | 'product'>): string =>
    `${vendor} ${product}`;
  const here = new Set(
    [...rows.values()].flatMap(({ part: { life } }) => (life === undefined ? [] : nameOf(life))),
  );
  for (const life of published) {
    const part: PartLife = { part: life.product, life, state: supportState(life, now) };
    if (!here.has(nameOf(life))) rows.set(keyOf(part), { part, assets: 0 });
  }
  return [...rows.values()].map(({ part, assets: count }) => ({ ...presentLife(part), assets: count }));
}

/** A product is called in the calendar as its list calls it; where none does, as the asset does. */
const asNamed = ({ part, life, state }: PartLife, { vendor }: AssetRecord): PartLife =>
  life === undefined
    ? {
        part,
        state,
        life: { vendor, product: part, aliases: [], milestones: [], replacement: undefined, note: undefined },
      }
    : { part: life.product, life, state };
