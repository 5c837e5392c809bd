import { FIRMWARE, type InventoryAsset } from '../assets/asset';
import type { Advisory, Statement, Vulnerability } from './advisory';
import { digestOf } from './digest';
import type { Candidate } from './name-index';
import { gathered, sayingOf, type About, type Says } from './says';

/** What all sources together say of an asset, as far as it matters; what is clear is no match. */
export const MATCH_VERDICTS = {
  affected: 'Affected',
  disputed: 'Disputed',
  'needs-a-look': 'Needs a look',
  'no-version': 'Version not known',
} as const;
export type MatchVerdict = keyof typeof MATCH_VERDICTS;

/** How sure the program is that the asset is meant; a person confirms what is only possible. */
export type Certainty = 'likely' | 'possible';

/** A product with a version that an asset has: its own, or a component that runs on it. */
export interface Installed {
  vendor: string;
  product: string;
  /** Undefined is not known, never old and never new. */
  version: string | undefined;
}

/** What of an asset can be vulnerable. A component's maker is not known: its name has to do. */
export const installedOf = ({ vendor, product, versions }: InventoryAsset): Installed[] => [
  { vendor, product, version: versions.find(({ part }) => part === FIRMWARE)?.version },
  ...versions
    .filter(({ part }) => part !== FIRMWARE)
    .map(({ part, version }) => ({ vendor: '', product: part, version })),
];

/** What one source says of an installed product and a vulnerability. */
export interface SourceSaying {
  advisory: number;
  source: string;
  /** Product and versions as written. */
  product: string;
  versions: string;
  says: Says;
  notes: readonly string[];
}

/** A vulnerability that may be an installed product's own. */
export interface Found {
  vulnerability: string;
  verdict: MatchVerdict;
  certainty: Certainty;
  /** 0 to 100: how well name, maker and version fit. It sorts what has to be looked at and decides nothing. */
  score: number;
  reason: string;
  /** The same while versions, remedies and verdict are. */
  basis: string;
  sayings: readonly SourceSaying[];
}

/** A vulnerability as one advisory speaks of it, with the products there that may be the installed one. */
export interface Spoken {
  advisory: number;
  document: Advisory;
  vulnerability: Vulnerability;
  candidates: ReadonlyMap<number, Candidate>;
}

const POINTS = { same: 50, series: 40, part: 20, alias: 20 } as const;
const VENDOR_POINTS = { same: 30, unknown: 10 } as const;
const VERDICT_POINTS = { affected: 20, disputed: 10, 'needs-a-look': 0, 'no-version': 0 } as const;
const LONGEST_REASON = 500;

/**
 * Brings together what every advisory says of one vulnerability and one installed product. Undefined when all agree
 * that it is not affected, or when nobody says anything of its version.
 */
export function foundIn(spoken: readonly Spoken[], installed: Installed): Found | undefined {
  const sayings = spoken.flatMap((one) => sayingsOf(one, installed.version));
  const says = gathered(sayings.map((one) => one.says));
  if (says === 'not-affected' || says === 'outside' || says === 'not-listed') return undefined;
  const best = bestOf(spoken);
  if (best === undefined) return undefined;
  const isLikely =
    best.vendor === 'same' &&
    (best.kind === 'same' || best.kind === 'series') &&
    (says === 'affected' || says === 'disputed');
  return {
    vulnerability: spoken[0]?.vulnerability.id ?? '',
    verdict: says,
    certainty: isLikely ? 'likely' : 'possible',
    score: POINTS[best.kind] + VENDOR_POINTS[best.vendor] + VERDICT_POINTS[says],
    reason: reasonOf(best, says, sayings, installed),
    basis: basisOf(spoken, says),
    sayings,
  };
}

/** What each source within one advisory says, its statements on the candidates taken together. */
function sayingsOf(spoken: Spoken, version: string | undefined): SourceSaying[] {
  const bySource = new Map<string, About[]>();
  for (const statement of meant(spoken)) {
    const product = spoken.document.products[statement.product];
    if (product === undefined) continue;
    const of = bySource.get(statement.source) ?? [];
    of.push({ statement, product });
    bySource.set(statement.source, of);
  }
  return [...bySource].map(([source, about]) => ({
    advisory: spoken.advisory,
    source,
    product: [...new Set(about.map(({ product }) => product.names[0] ?? ''))].join(', '),
    versions: [...new Set(about.flatMap(({ product }) => product.versions))].join('; '),
    ...sayingOf(about, version),
  }));
}

const meant = ({ vulnerability, candidates }: Spoken): Statement[] =>
  vulnerability.statements.filter(({ product }) => candidates.has(product));

function bestOf(spoken: readonly Spoken[]): Candidate | undefined {
  const all = spoken.flatMap((one) => meant(one).flatMap(({ product }) => one.candidates.get(product) ?? []));
  const points = ({ kind, vendor }: Candidate) => POINTS[kind] + VENDOR_POINTS[vendor];
  return all.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || points(one) > points(best) ? one : best),
    undefined,
  );
}

function reasonOf(
  best: Candidate,
  says: MatchVerdict,
  sayings: readonly SourceSaying[],
  { version }: Installed,
): string {
  const vendor = best.vendor === 'unknown' ? '; the maker is not known on one side' : '';
  const weighty = sayings.filter((one) => says === 'disputed' || one.says === says);
  const notes = [...new Set(weighty.flatMap((one) => one.notes))];
  const meant = [...new Set(weighty.map((one) => `${one.source}: ${one.versions}`))].join('; ');
  const about = {
    affected: `${version ?? 'every version'} is among “${meant}”`,
    disputed: `sources disagree on ${version ?? 'it'}: ${meant}`,
    'needs-a-look': `${version ?? 'its version'} cannot be held against “${meant}” by a program`,
    'no-version': `its version is not known; meant are “${meant}”`,
  }[says];
  const assumed = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `${best.reason}${vendor}; ${about}${assumed}`.slice(0, LONGEST_REASON);
}

/** Versions, remedies and verdict in one order, whichever advisory came first; its own number is no part of it. */
function basisOf(spoken: readonly Spoken[], says: Says): string {
  const versions = new Set<string>();
  const remedies = new Set<string>();
  for (const one of spoken)
    for (const { product, status, remediations } of meant(one)) {
      for (const text of one.document.products[product]?.versions ?? []) versions.add(`${status} ${text}`);
      for (const index of remediations) {
        const remedy = one.vulnerability.remediations[index];
        if (remedy !== undefined) remedies.add(`${remedy.kind} ${remedy.text}`);
      }
    }
  return digestOf(JSON.stringify([says, [...versions].sort(), [...remedies].sort()]));
}
