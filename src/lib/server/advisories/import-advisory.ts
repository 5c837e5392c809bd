import { z } from 'zod';
import { severityOf, type Advisory } from '../../domain/advisories/advisory';
import { compareVersions } from '../../domain/assets/version';
import type { ImportedAdvisory } from '../../protocol/advisories';
import { definePreparedCommand, type CommandAudit } from '../access/command';
import { widestSubject } from '../access/widest-subject';
import { insertAdvisory, lockNewest, type AdvisoryHead, type NewAdvisory } from '../storage/advisory-store';
import type { CsafChecker } from './csaf-check';
import { presentAdvisory } from './present';
import { readAdvisory, type ReadAdvisory } from './read-advisory';

/** The names under which it stands in the action table and the audit log. */
export const IMPORT_ADVISORY = { name: 'advisory.import', action: 'advisory.import' } as const;

/** The text of an advisory as it was sent or read from a file; how long it may be is said where it is read. */
const advisoryText = z.object({ text: z.string() });

const NO_MATCHES = { open: 0, all: 0 };

/**
 * Takes an advisory in: a CSAF 2.0 document or a CVE record. The same again, or a revision older than what is held,
 * changes nothing. Throws `advisory.invalid` with what is wrong.
 */
export const importAdvisory = (checker: Pick<CsafChecker, 'check'>) =>
  definePreparedCommand<z.output<typeof advisoryText>, ImportedAdvisory, ReadAdvisory>({
    ...IMPORT_ADVISORY,
    schema: advisoryText,
    subject: (_tx, _input, context) => widestSubject(context, IMPORT_ADVISORY.action),
    prepare: ({ text }) => readAdvisory(text, checker),
    async run(tx, _input, { actor, now }, { advisory, remarks, body, sha256 }) {
      const held = await lockNewest(tx, advisory);
      const outcome = outcomeOf(advisory, sha256, held);
      if (held !== undefined && (outcome === 'unchanged' || outcome === 'older'))
        return { result: { outcome, advisory: presentAdvisory(held, NO_MATCHES), remarks: [] }, audit: [] };
      const severity = severityOf(advisory.vulnerabilities.flatMap(({ scores }) => scores));
      const row: NewAdvisory = {
        ...headOf(advisory),
        severity: severity?.score ?? null,
        severityVersion: severity?.version ?? null,
        remarks,
        content: advisory,
        body,
        sha256,
        importedBy: actor.id,
        importedAt: now,
      };
      const made = await insertAdvisory(tx, row, held);
      const audit: CommandAudit = {
        object: { type: 'advisory', id: advisory.document, version: advisory.revision },
        facts: { publisher: advisory.publisher, title: advisory.title.slice(0, 200), sha256, outcome },
      };
      return {
        result: { outcome, advisory: presentAdvisory(made, NO_MATCHES), remarks: [...remarks] },
        audit: [audit],
      };
    },
    afterCommit: ({ outcome, advisory }, { host }) => {
      if (outcome === 'new' || outcome === 'revised')
        host.bus.emit('advisory.imported', { advisory: advisory.id });
    },
  });

const headOf = (advisory: Advisory) => ({
  format: advisory.format,
  publisher: advisory.publisher,
  document: advisory.document,
  revision: advisory.revision,
  status: advisory.status,
  title: advisory.title,
  publishedAt: advisory.publishedAt ?? null,
  updatedAt: advisory.updatedAt ?? null,
  url: advisory.url ?? null,
  vulnerabilities: [...new Set(advisory.vulnerabilities.map(({ id }) => id))],
});

function outcomeOf(
  { revision, updatedAt }: Advisory,
  sha256: string,
  held: AdvisoryHead | undefined,
): ImportedAdvisory['outcome'] {
  if (held === undefined) return 'new';
  if (held.sha256 === sha256) return 'unchanged';
  const order = compareVersions(revision, held.revision).order;
  const isOlder = order === 'before' || (order === 'unclear' && (updatedAt ?? 0) < (held.updatedAt ?? 0));
  return isOlder ? 'older' : 'revised';
}
