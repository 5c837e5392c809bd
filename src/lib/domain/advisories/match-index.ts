import type { InventoryAsset } from '../assets/asset';
import { severityOf, type Advisory, type SsvcFacts, type Vulnerability } from './advisory';
import { digestOf } from './digest';
import { foundIn, installedOf, type Found, type Installed, type Spoken } from './match';
import { NameIndex, type Candidate } from './name-index';

/** A match of one asset, and which of its versions was compared. */
export interface AssetFound extends Found {
  asset: string;
  installed: Installed;
}

/** What is known of a vulnerability beside any asset, from all that speak of it. */
export interface Weight {
  severity: number | undefined;
  cwes: readonly string[];
  ssvc: SsvcFacts | undefined;
}

/** Whether an advisory that came or went may be about an asset. */
export type Touches = (asset: InventoryAsset) => boolean;

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
  readonly #answers = new Map<string, { installed: Installed; found: readonly Found[] }>();
  /** Numbers of the advisories that speak of each vulnerability. */
  readonly #speaking = new Map<string, Set<number>>();

  get size(): number {
    return this.#held.size;
  }

  /** Numbers of all advisories in it. */
  numbers(): number[] {
    return [...this.#held.keys()];
  }

  /**
   * Takes an advisory in under its number, in the place of those that it replaces. What was found before is kept but
   * for products that it or they may be about.
   */
  add(number: number, document: Advisory, replaced: readonly number[] = []): Touches {
    const gone = [number, ...replaced].flatMap((one) => this.#drop(one) ?? []);
    const slim = slimmed(document);
    const byProduct = new Map<number, Set<Vulnerability>>();
    for (const vulnerability of slim.vulnerabilities) {
      this.#speaking.set(
        vulnerability.id,
        (this.#speaking.get(vulnerability.id) ?? new Set<number>()).add(number),
      );
      for (const { product } of vulnerability.statements)
        byProduct.set(product, (byProduct.get(product) ?? new Set()).add(vulnerability));
    }
    this.#held.set(number, {
      document: slim,
      byProduct: new Map([...byProduct].map(([product, of]) => [product, [...of]])),
    });
    this.#names.add(number, slim.products);
    return this.#forget([slim, ...gone]);
  }

  /** What all advisories say of a vulnerability; its own number of points where nobody gives a score is none. */
  weightOf(vulnerability: string): Weight {
    const said = [...(this.#speaking.get(vulnerability) ?? [])].flatMap((number) =>
      (this.#held.get(number)?.document.vulnerabilities ?? []).filter(({ id }) => id === vulnerability),
    );
    return {
      severity: severityOf(said.flatMap(({ scores }) => scores))?.score,
      cwes: [...new Set(said.flatMap(({ cwes }) => cwes))],
      ssvc: said.flatMap(({ ssvc }) => ssvc ?? [])[0],
    };
  }

  #drop(number: number): Advisory | undefined {
    const held = this.#held.get(number);
    if (held === undefined) return undefined;
    this.#held.delete(number);
    this.#names.remove(number);
    for (const { id } of held.document.vulnerabilities) this.#speaking.get(id)?.delete(number);
    return held.document;
  }

  /** Forgets what was found of products that these documents may be about. */
  #forget(documents: readonly Advisory[]): Touches {
    const names = new NameIndex();
    documents.forEach(({ products }, number) => names.add(number, products));
    const touches = ({ vendor, product }: Installed) =>
      product !== '' && names.find(vendor, product).length > 0;
    for (const [name, { installed }] of this.#answers) if (touches(installed)) this.#answers.delete(name);
    return (asset) => installedOf(asset).some(touches);
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
    if (known !== undefined) return known.found;
    const found = [...this.#spokenOf(installed).values()].flatMap(
      (spoken) => foundIn(spoken, installed) ?? [],
    );
    this.#answers.set(name, { installed, found });
    return found;
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

/** Without what matching does not ask for; remedies by a short name of their text, which tells whether they changed. */
const slimmed = (document: Advisory): Advisory => ({
  ...document,
  notices: [],
  vulnerabilities: document.vulnerabilities.map((vulnerability) => ({
    ...vulnerability,
    title: '',
    text: '',
    remediations: vulnerability.remediations.map((one) => ({
      ...one,
      text: digestOf(one.text),
      url: undefined,
    })),
  })),
});
