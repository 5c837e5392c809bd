import type { Instant } from '../time';

/** What a source says of a product and a vulnerability. What no source says stays unsaid: absence is not safety. */
export type SaidStatus = 'affected' | 'not-affected' | 'fixed' | 'under-investigation';

/** A product as an advisory names it. */
export interface AdvisedProduct {
  /** As written; empty where none is named. */
  vendor: string;
  /** Every name under which it may be known, the product's own first: model numbers, the name of what it runs on. */
  names: readonly string[];
  /**
   * The versions that are meant, as `readRange` reads them. More than one when a single entry says it twice and not
   * the same: each is a reading of its own.
   */
  versions: readonly string[];
}

/** One thing that one source says. */
export interface Statement {
  /** Who says it: a publisher, or the container of a CVE record. */
  source: string;
  /** Index into the advisory's products. */
  product: number;
  status: SaidStatus;
  /** Holds for versions of which the same source says nothing else. */
  isDefault?: true;
  /** The source says that versions which it does not list are not affected. */
  isClosed?: true;
  /** Indices into the vulnerability's remediations that speak of this product. */
  remediations: readonly number[];
}

export const REMEDIATIONS = {
  'vendor-fix': 'Fix',
  mitigation: 'Mitigation',
  workaround: 'Workaround',
  'none-available': 'No fix available',
  'no-fix-planned': 'No fix planned',
} as const;
export type RemediationKind = keyof typeof REMEDIATIONS;

export interface Remediation {
  /** As the source has it; it is unreliable both ways, so the text is read as well. */
  kind: RemediationKind;
  text: string;
  url: string | undefined;
  source: string;
  /** Whether the text names a release that sets it right, whatever the kind says. */
  namesFix: boolean;
}

export interface Score {
  /** Version of CVSS: `2.0`, `3.0`, `3.1`, `4.0`. Scores of different ones are never compared. */
  version: string;
  vector: string;
  /** Base score as the source states it; undefined where only a vector is given. */
  stated: number | undefined;
  /** Base score computed from the vector; undefined for a vector that is none. */
  computed: number | undefined;
  source: string;
}

/** What CISA says for deciding by SSVC, as it stands in the CVE record. */
export interface SsvcFacts {
  exploitation: 'none' | 'poc' | 'active' | undefined;
  automatable: boolean | undefined;
  technicalImpact: 'partial' | 'total' | undefined;
  source: string;
}

export interface Vulnerability {
  /** `CVE-2025-41450`, or the document's own id for one that has no CVE. */
  id: string;
  title: string;
  text: string;
  /** `CWE-287`, each once. */
  cwes: readonly string[];
  statements: readonly Statement[];
  remediations: readonly Remediation[];
  scores: readonly Score[];
  ssvc: SsvcFacts | undefined;
}

/** An advisory of any format as everything here works with it. Texts are somebody else's: shown as text only. */
export interface Advisory {
  format: 'csaf' | 'cve';
  /** `ICSA-25-140-03`; for a CVE record its CVE id. */
  document: string;
  publisher: string;
  title: string;
  /** As the document counts them: `1`, `1.0.0`; for a CVE record when it was updated. */
  revision: string;
  status: 'draft' | 'interim' | 'final' | 'rejected';
  publishedAt: Instant | undefined;
  updatedAt: Instant | undefined;
  /** A page for people, http or https. */
  url: string | undefined;
  /** How far it may be passed on, and whose legal notice comes with it. */
  notices: readonly string[];
  products: readonly AdvisedProduct[];
  vulnerabilities: readonly Vulnerability[];
}

/** Highest base score of one CVSS version: of 3.x where there is one, else of what there is. */
export function severityOf(scores: readonly Score[]): { score: number; version: string } | undefined {
  const known = scores.flatMap(({ computed, stated, version }) => {
    const score = computed ?? stated;
    return score === undefined ? [] : [{ score, version }];
  });
  for (const version of ['3.1', '3.0', '4.0', '2.0']) {
    const own = known.filter((one) => one.version === version);
    if (own.length > 0) return own.reduce((worst, one) => (one.score > worst.score ? one : worst));
  }
  return undefined;
}
