import { isSeriesKey, matchName, nameKey, vendorKey } from '../assets/product-name';
import { aliasesOf } from './aliases';
import type { AdvisedProduct } from './advisory';

/** A product of an advisory that may be the one that was asked for. */
export interface Candidate {
  /** Number of the advisory, and index of the product in it. */
  advisory: number;
  product: number;
  kind: 'same' | 'series' | 'part' | 'alias';
  vendor: 'same' | 'unknown';
  reason: string;
}

/** A name under which a product of an advisory is known. */
interface Entry {
  advisory: number;
  product: number;
  written: string;
  key: string;
  vendor: string;
  /** What an alias rests on. */
  note?: string;
}

/** Names that begin alike share a drawer; shorter ones never fit in part. */
const DRAWER = 4;

/**
 * Names of products of all advisories, found without comparing every one with every other. Industrial advisories
 * carry no identifiers, so names and makers are all there is (reference: vulnerabilities-lifecycle, 5.1).
 */
export class NameIndex {
  /** By the first signs of their keys, then by key. */
  readonly #drawers = new Map<string, Map<string, Entry[]>>();
  /** Keys with an `x` for digits, by length. */
  readonly #series = new Map<number, Map<string, Entry[]>>();
  readonly #found = new Map<string, readonly Candidate[]>();

  add(advisory: number, products: readonly AdvisedProduct[]): void {
    this.#found.clear();
    products.forEach(({ vendor, names }, product) => {
      const maker = vendorKey(vendor);
      for (const written of names) {
        const own = { advisory, product, written };
        this.#put({ ...own, key: nameKey(written), vendor: maker });
        const brand = brandIn(written, maker);
        if (brand !== undefined) this.#put({ ...own, key: nameKey(brand.rest), vendor: brand.vendor });
        for (const alias of aliasesOf(maker, written))
          this.#put({ ...own, key: nameKey(alias.product), vendor: alias.maker, note: alias.note });
      }
    });
  }

  /** Takes an advisory out; its number may come back with another revision. */
  remove(advisory: number): void {
    this.#found.clear();
    for (const drawers of [this.#drawers.values(), this.#series.values()])
      for (const drawer of drawers)
        for (const [key, entries] of drawer) {
          const left = entries.filter((entry) => entry.advisory !== advisory);
          if (left.length === 0) drawer.delete(key);
          else if (left.length < entries.length) drawer.set(key, left);
        }
  }

  /** Products that may be this one, each by its best name; of another maker never. */
  find(vendor: string, product: string): readonly Candidate[] {
    const asked = `${vendor}\0${product}`;
    const known = this.#found.get(asked);
    if (known !== undefined) return known;
    const maker = vendorKey(vendor);
    const own = brandIn(product, maker)?.rest ?? product;
    const best = new Map<string, Candidate>();
    for (const entry of this.#near(nameKey(own))) {
      const candidate = candidateOf(entry, own, maker);
      if (candidate === undefined) continue;
      const place = `${entry.advisory} ${entry.product}`;
      const before = best.get(place);
      if (before === undefined || rankOf(candidate) > rankOf(before)) best.set(place, candidate);
    }
    const found = [...best.values()];
    this.#found.set(asked, found);
    return found;
  }

  #put(entry: Entry): void {
    if (entry.key === '') return;
    push(this.#drawers, entry.key.slice(0, DRAWER), entry);
    if (isSeriesKey(entry.key)) push(this.#series, entry.key.length, entry);
  }

  *#near(key: string): Generator<Entry> {
    for (const [other, entries] of this.#drawers.get(key.slice(0, DRAWER)) ?? [])
      if (other === key || other.startsWith(key) || key.startsWith(other)) yield* entries;
    for (const [other, entries] of this.#series.get(key.length) ?? []) if (other !== key) yield* entries;
  }
}

function push<Place>(drawers: Map<Place, Map<string, Entry[]>>, place: Place, entry: Entry): void {
  const drawer = drawers.get(place) ?? new Map<string, Entry[]>();
  const entries = drawer.get(entry.key) ?? [];
  entries.push(entry);
  drawers.set(place, drawer.set(entry.key, entries));
}

function candidateOf(entry: Entry, own: string, maker: string): Candidate | undefined {
  const vendor =
    maker === '' || entry.vendor === '' ? 'unknown' : isSameMaker(maker, entry.vendor) ? 'same' : undefined;
  if (vendor === undefined) return undefined;
  const { advisory, product } = entry;
  if (entry.note !== undefined) {
    if (matchName(own, entry.key) === undefined) return undefined;
    return { advisory, product, kind: 'alias', vendor, reason: entry.note };
  }
  const name =
    matchName(own, entry.written) ?? matchName(own, brandIn(entry.written, entry.vendor)?.rest ?? '');
  return name === undefined ? undefined : { advisory, product, vendor, ...name };
}

/** One and the same, or one with a department behind it: `danfoss` and `danfoss power electronics`. */
const isSameMaker = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);

const rankOf = ({ kind, vendor }: Candidate): number =>
  ({ same: 6, series: 4, part: 2, alias: 0 })[kind] + (vendor === 'same' ? 1 : 0);

/** Makers whose name stands in front of products that others sell. */
const BRANDS = ['danfoss'];

/** The maker that a name begins with, and the name without it: `Danfoss TLX Pro+` in a branch of somebody else. */
function brandIn(written: string, maker: string): { vendor: string; rest: string } | undefined {
  const plain = written.toLowerCase();
  for (const brand of [maker, ...BRANDS]) {
    if (brand === '' || !plain.startsWith(`${brand} `)) continue;
    return { vendor: vendorKey(brand), rest: written.slice(brand.length + 1) };
  }
  return undefined;
}
