import { z } from 'zod';
import { FINDING_RULES } from '../domain/playbooks/cacao/finding';
import { personId, playbookId, runId } from '../domain/ids';
import { runStatus } from '../domain/playbooks/run';

const instant = z.number();

/** Who approved and signed a version; `trusted` false when that key is no longer on the plant's list. */
export const signedBy = z.object({ person: z.string(), at: instant, trusted: z.boolean() });
export type SignedBy = z.infer<typeof signedBy>;

const lastRun = z.object({ run: runId, at: instant, status: runStatus });

/** A playbook as the library lists it: its newest version, and what was done with any of them. */
export const playbookSummary = z.object({
  id: playbookId,
  name: z.string(),
  description: z.string(),
  /** `playbook_types` of CACAO, such as remediation. */
  types: z.array(z.string()),
  /** 1 is the highest, 100 the lowest; null when the playbook does not say. */
  priority: z.number().int().nullable(),
  labels: z.array(z.string()),
  /** `modified` of the version. */
  version: z.string(),
  /** Over the canonical JSON without signatures, in hex. */
  sha256: z.string(),
  signedBy: signedBy.nullable(),
  executable: z.boolean(),
  /** Marked for operators to start (label `for-operators`). */
  forOperators: z.boolean(),
  /** Came with the program. */
  shipped: z.boolean(),
  findings: z.object({ errors: z.number().int(), warnings: z.number().int() }),
  lastRun: lastRun.nullable(),
  lastDrill: lastRun.nullable(),
  versions: z.number().int().positive(),
});
export type PlaybookSummary = z.infer<typeof playbookSummary>;

/** What the linter, the schema or a signature check found; `path` is a JSON pointer. */
export const playbookFinding = z.object({
  rule: z.enum(FINDING_RULES),
  level: z.enum(['error', 'warning']),
  path: z.string(),
  message: z.string(),
});

/** One version, for the list of versions. */
export const playbookVersionView = z.object({
  version: z.string(),
  sha256: z.string(),
  /** Null when it came with the program. */
  importedBy: personId.nullable(),
  importedAt: instant,
  signedBy: signedBy.nullable(),
  approvedAt: instant.nullable(),
});
export type PlaybookVersionView = z.infer<typeof playbookVersionView>;

/** A version of a playbook with all that the library knows of it. */
export const playbookDetail = z.object({
  summary: playbookSummary,
  versions: z.array(playbookVersionView),
  findings: z.array(playbookFinding),
  /** Why it cannot be executed; empty when it can. */
  reasons: z.array(z.string()),
});
export type PlaybookDetail = z.infer<typeof playbookDetail>;
