import { z } from 'zod';
import { REMEDIATIONS } from '../domain/advisories/advisory';
import { DECISIONS, MATCH_STATES } from '../domain/advisories/decision';
import { MATCH_VERDICTS } from '../domain/advisories/match';
import { zoneId } from '../domain/ids';

const instant = z.number();
const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  z.enum(Object.keys(table) as [Key, ...Key[]]);

const matchState = keysOf(MATCH_STATES);
export const decisionKind = keysOf(DECISIONS);

/** An asset and a vulnerability that may be its own. */
export const matchView = z.object({
  id: z.number().int(),
  asset: z.string(),
  assetName: z.string(),
  /** Null for what stands in no zone. */
  zone: zoneId.nullable(),
  product: z.string(),
  /** Version that was compared; null while it is not known. */
  installed: z.string().nullable(),
  vulnerability: z.string(),
  /** The advisory imported last that tells of it. */
  advisory: z.number().int().nullable(),
  verdict: keysOf(MATCH_VERDICTS),
  certainty: z.enum(['likely', 'possible']),
  /** 0 to 100: how well name, maker and version fit. */
  score: z.number().int(),
  reason: z.string(),
  /** Highest base score of CVSS 3.x, else of what there is. */
  severity: z.number().nullable(),
  cwes: z.array(z.string()),
  state: matchState,
  /** A person has yet to say whether the asset is meant at all. */
  needsLook: z.boolean(),
  isConfirmed: z.boolean(),
  owner: z.string().nullable(),
  note: z.string().nullable(),
  expiresAt: instant.nullable(),
  decided: z.object({ by: z.string(), at: instant }).nullable(),
  firstAt: instant,
  changedAt: instant,
  dueAt: instant.nullable(),
  dueWhy: z.string(),
  isOverdue: z.boolean(),
  /** Since when it no longer fits, and why; null while it does. */
  gone: z.object({ at: instant, why: z.string() }).nullable(),
});
export type MatchView = z.infer<typeof matchView>;

export const matchCounts = z.object({
  look: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  accepted: z.number().int(),
  done: z.number().int(),
});
export type MatchCounts = z.infer<typeof matchCounts>;

/** An advisory in lists; counts are of what the reader may see. */
export const advisoryView = z.object({
  id: z.number().int(),
  format: z.enum(['csaf', 'cve']),
  document: z.string(),
  publisher: z.string(),
  title: z.string(),
  revision: z.string(),
  status: z.enum(['draft', 'interim', 'final', 'rejected']),
  publishedAt: instant.nullable(),
  updatedAt: instant.nullable(),
  url: z.string().nullable(),
  severity: z.number().nullable(),
  severityVersion: z.string().nullable(),
  vulnerabilities: z.array(z.string()),
  importedBy: z.string(),
  importedAt: instant,
  matches: z.object({ open: z.number().int(), all: z.number().int() }),
});
export type AdvisoryView = z.infer<typeof advisoryView>;

/** Something that the check found and that keeps it from nothing. */
const remark = z.object({ path: z.string(), message: z.string() });

/** What one source says of one product. */
const sourceRow = z.object({
  /** Number of the advisory, its document and revision. */
  advisory: z.number().int(),
  document: z.string(),
  revision: z.string(),
  source: z.string(),
  product: z.string(),
  status: z.enum(['affected', 'not-affected', 'fixed', 'under-investigation']),
  /** As written; more than one reading where an entry contradicts itself. */
  versions: z.array(z.string()),
});
export type SourceRow = z.infer<typeof sourceRow>;

const scoreRow = z.object({
  source: z.string(),
  version: z.string(),
  vector: z.string(),
  stated: z.number().nullable(),
  computed: z.number().nullable(),
});

const remediationRow = z.object({
  source: z.string(),
  kind: keysOf(REMEDIATIONS),
  text: z.string(),
  url: z.string().nullable(),
  namesFix: z.boolean(),
});

/** A vulnerability with what every source says of it, side by side. */
export const vulnerabilityView = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  /** Each with the requirements that it puts in doubt; none where nobody has mapped it. */
  weaknesses: z.array(z.object({ cwe: z.string(), doubts: z.array(z.string()) })),
  sources: z.array(sourceRow),
  scores: z.array(scoreRow),
  remediations: z.array(remediationRow),
  ssvc: z
    .object({
      source: z.string(),
      exploitation: z.enum(['none', 'poc', 'active']).nullable(),
      automatable: z.boolean().nullable(),
      technicalImpact: z.enum(['partial', 'total']).nullable(),
    })
    .nullable(),
  /** Where sources contradict each other, in words. */
  disagreements: z.array(z.string()),
  matches: z.array(matchView),
});
export type VulnerabilityView = z.infer<typeof vulnerabilityView>;

export const advisoryDetail = z.object({
  advisory: advisoryView,
  remarks: z.array(remark),
  notices: z.array(z.string()),
  vulnerabilities: z.array(vulnerabilityView),
  /** What was decided of the matches that are shown, the newest first. */
  decisions: z.array(
    z.object({
      match: z.number().int(),
      at: instant,
      by: z.string(),
      kind: z.string(),
      state: matchState,
      note: z.string(),
      owner: z.string().nullable(),
      expiresAt: instant.nullable(),
    }),
  ),
});
export type AdvisoryDetail = z.infer<typeof advisoryDetail>;

/** What became of a file that was handed in. */
export const importedAdvisory = z.object({
  /** The same again, or something older than what is held, changes nothing. */
  outcome: z.enum(['new', 'revised', 'unchanged', 'older']),
  advisory: advisoryView,
  remarks: z.array(remark),
});
export type ImportedAdvisory = z.infer<typeof importedAdvisory>;
