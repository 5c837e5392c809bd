import { z } from 'zod';
import { can } from '../../../domain/access/can';
import type { Actor } from '../../../domain/access/roles';
import { INSTALLATION } from '../../../domain/access/subject';
import { DomainError } from '../../../domain/errors';
import { playbookId, type PlaybookId } from '../../../domain/ids';
import { parsePlaybook } from '../../../domain/playbooks/cacao/cacao';
import type { Playbook } from '../../../domain/playbooks/cacao/model';
import { canonicalPlaybook } from '../../../domain/playbooks/cacao/signature';
import type { PlaybookSummary } from '../../../protocol/playbooks';
import { definePreparedCommand, type CommandAudit } from '../../access/command';
import { widestSubject } from '../../access/widest-subject';
import {
  insertSignatures,
  insertVersion,
  lockVersion,
  selectVersions,
  type VersionRow,
} from '../../storage/playbook-store';
import type { PlaybookLibrary } from './library';
import { contentHash } from './playbook-crypto';

/** The names under which it stands in the action table and the audit log. */
export const IMPORT = { name: 'playbook.import', action: 'playbook.import' } as const;

/** The text of a playbook as it was sent or read from a file; how long it may be is said where it is parsed. */
export const playbookText = z.object({ text: z.string() });

interface Prepared {
  id: PlaybookId;
  playbook: Playbook;
  sha256: string;
}

/**
 * Takes a version of a playbook into the library. The same content again changes nothing but for signatures that
 * are new; other content under the same id and `modified` is a conflict. Throws `playbook.invalid` with every place
 * where it is not CACAO 2.0.
 *
 * @param shipped whether it comes with the program
 */
export const importPlaybook = (library: PlaybookLibrary, shipped = false) =>
  definePreparedCommand<z.output<typeof playbookText>, PlaybookSummary, Prepared>({
    ...IMPORT,
    schema: playbookText,
    subject: (_tx, _input, context) => widestSubject(context, 'playbook.import'),
    prepare: async ({ text }) => prepare(text),
    async run(tx, _input, { actor, plant, now }, { id, playbook, sha256 }) {
      const { modified, signatures = [] } = playbook;
      const row: VersionRow = {
        playbook: id,
        modified,
        sortKey: sortKeyOf(modified),
        sha256,
        // Written anew, so that what is shown, run and hashed is one reading of a text with doubled names.
        body: JSON.stringify(playbook),
        shipped,
        importedBy: actor.id,
        importedAt: now,
      };
      const isNew = await insertVersion(tx, row);
      if (isNew && (await selectVersions(tx, id)).length > 1) assertMayReplace(actor);
      const kept = await lockVersion(tx, row);
      if (kept?.sha256 !== sha256) {
        throw new DomainError(
          'conflict',
          `The library holds version ${modified} of this playbook with other content; give yours a later modified.`,
        );
      }
      const added = await insertSignatures(
        tx,
        signatures.map((signature) => ({
          playbook: id,
          modified,
          id: signature.id,
          signature,
          approvedBy: null,
          reason: null,
          addedAt: now,
        })),
      );
      const audit: CommandAudit = {
        object: { type: 'playbook', id, version: modified },
        facts: { name: playbook.name.slice(0, 200), sha256, signatures: added },
      };
      return {
        result: await library.summary(tx, id, { actor, plant }),
        audit: isNew || added > 0 ? [audit] : [],
      };
    },
  });

/**
 * The library is one for the whole plant. A playbook that is new to it stands in nobody's way; a new version is what
 * everybody finds from then on, unsigned, so that it takes who may import for everybody.
 */
function assertMayReplace(actor: Actor): void {
  if (can(actor, 'playbook.import', INSTALLATION).allowed) return;
  throw new DomainError(
    'access.denied',
    'A new version of a playbook in the library is for the whole plant, and your role is for a part of it.',
  );
}

function prepare(text: string): Prepared {
  const reading = parsePlaybook(text);
  if ('findings' in reading) {
    throw new DomainError('playbook.invalid', undefined, {
      issues: reading.findings.map(({ path, message }) => ({ path, message })),
    });
  }
  const { playbook } = reading;
  return { id: playbookId.parse(playbook.id), playbook, sha256: contentHash(canonicalPlaybook(playbook)) };
}

/** Fractions of a second may have any length; filled up, the order of texts is the order of times. */
export const sortKeyOf = (modified: string): string => {
  const [seconds = '', fraction = ''] = modified.replace(/Z$/, '').split('.');
  return `${seconds}.${fraction.padEnd(20, '0')}`;
};
