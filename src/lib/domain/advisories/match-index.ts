import type { InventoryAsset } from '../assets/asset';
import type { Advisory, Vulnerability } from './advisory';
import { foundIn, installedOf, type Found, type Installed, type Spoken } from './match';
import { NameIndex, type Candidate } from './name-index';

/** A match of one asset, and which of its versions was compared. */
export interface AssetFound extends Found {
  asset: string;
  installed: Installed;
}

/** An advisory without its texts, as it stands in the index. */
interface Held {
  document: Advisory;
  /** By product: the vulnerabilities whose statements name it. */
  byProduct: ReadonlyMap<number, readonly Vulnerability[]>;
}

/**
 * All advisories, ready to say which assets they may be about. Assets of the same product and version share one
 * answer, so twenty thousand of them take as long as the hundreds of kinds they are of.
 */
export class MatchIndex {
  readonly #names = new NameIndex();
  readonly #held = new Map<number, Held>();
  readonly #answers = new Map<string, readonly Found[]>();

  get size(): number {
    return this.#held.size;
  }

  /** Takes an advisory in under its number, or the next revision of it. */
  add(number: number, document: Advisory): void {
    this.remove(number);
    const byProduct = new Map<number, Set<Vulnerability>>();
    for (const vulnerability of document.vulnerabilities)
      for (const { product } of vulnerability.statements)
        byProduct.set(product, (byProduct.get(product) ?? new Set()).add(vulnerability));
    this.#held.set(number, {
      document,
      byProduct: new Map([...byProduct].map(([product, of]) => [product, [...of]])),
    });
    this.#names.add(number, document.products);
  }

  remove(number: number): void {
    this.#answers.clear();
    if (this.#held.delete(number)) this.#names.remove(number);
  }

  /** Vulnerabilities that may be the asset's own, each once: by the part that says the most. */
  of(asset: InventoryAsset): AssetFound[] {
    const best = new Map<string, AssetFound>();
    for (const installed of installedOf(asset)) {
      if (installed.product === '') continue;
      for (const found of this.#answer(installed)) {
        const before = best.get(found.vulnerability);
        if (before === undefined || found.score > before.score)
          best.set(found.vulnerability, { ...found, asset: asset.id, installed });
      }
    }
    return [...best.values()];
  }

  #answer(installed: Installed): readonly Found[] {
    const name = `${installed.vendor}\0${installed.product}\0${installed.version ?? ''}`;
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const answer = [...this.#spokenOf(installed).values()].flatMap(
      (spoken) => foundIn(spoken, installed) ?? [],
    );
    this.#answers.set(name, answer);
    return answer;
  }

  /** By vulnerability: every advisory that speaks of it and of a product that may be this one. */
  #spokenOf({ vendor, product }: Installed): Map<string, Spoken[]> {
    const byAdvisory = new Map<number, Map<number, Candidate>>();
    for (const candidate of this.#names.find(vendor, product))
      byAdvisory.set(
        candidate.advisory,
        (byAdvisory.get(candidate.advisory) ?? new Map<number, Candidate>()).set(
          candidate.product,
          candidate,
        ),
      );
    const spoken = new Map<string, Spoken[]>();
    for (const [advisory, candidates] of byAdvisory) {
      const held = this.#held.get(advisory);
      if (held === undefined) continue;
      const vulnerabilities = new Set([...candidates.keys()].flatMap((one) => held.byProduct.get(one) ?? []));
      for (const vulnerability of vulnerabilities) {
        const of = spoken.get(vulnerability.id) ?? [];
        of.push({ advisory, document: held.document, vulnerability, candidates });
        spoken.set(vulnerability.id, of);
      }
    }
    return spoken;
  }
}
