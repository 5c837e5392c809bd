import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { playbookId } from '../../../domain/ids';
import type { PlaybookSummary } from '../../../protocol/playbooks';
import { defineCommand } from '../../access/command';
import { reason } from '../../access/given-words';
import { widestSubject } from '../../access/widest-subject';
import { insertSignatures, lockVersion } from '../../storage/playbook-store';
import { selectSigners } from '../../storage/trusted-signer-store';
import type { PlaybookLibrary } from './library';

/** The names under which it stands in the action table and the audit log. */
export const APPROVE = { name: 'playbook.approve', action: 'playbook.approve' } as const;

export const approveInput = z.object({
  id: playbookId,
  /** The playbook's `modified`. */
  version: z.string().max(40),
  reason,
});

/**
 * Approves a version of a playbook and signs it with the plant's key (D13). What cannot be executed is not approved,
 * and what is approved is not approved again. Throws `not-found`, `conflict`.
 */
export const approvePlaybook = (library: PlaybookLibrary) =>
  defineCommand<z.output<typeof approveInput>, PlaybookSummary>({
    ...APPROVE,
    schema: approveInput,
    subject: (_tx, _input, context) => widestSubject(context, 'playbook.approve'),
    async run(tx, { id, version: modified, reason: why }, { actor, plant, now }) {
      if ((await lockVersion(tx, { playbook: id, modified })) === undefined)
        throw new DomainError('not-found');
      const version = await library.version(tx, id, modified);
      if (version === undefined) throw new DomainError('not-found');
      const { playbook, executability, signedBy, sha256 } = version;
      if (!executability.executable) {
        throw new DomainError(
          'conflict',
          `What cannot be executed cannot be approved: ${executability.reasons[0] ?? ''}`,
        );
      }
      if (signedBy?.trusted === true)
        throw new DomainError('conflict', `${signedBy.person} has approved this version already.`);
      const { key } = library;
      const own = (await selectSigners(tx)).find(({ fingerprint }) => fingerprint === key.fingerprint);
      if (own === undefined || own.revokedAt !== null) {
        throw new DomainError(
          'conflict',
          'The plant’s own signing key is no longer trusted. Put its file away and start again to have a new one.',
        );
      }
      const created = new Date(now).toISOString();
      const signature = key.sign(playbook, {
        type: 'jss',
        id: `jss--${randomUUID()}`,
        created,
        modified: created,
        signee: `${actor.id} (${plant.name})`,
        related_to: id,
        related_version: modified,
      });
      await insertSignatures(tx, [
        {
          playbook: id,
          modified,
          id: signature.id,
          signature,
          approvedBy: actor.id,
          reason: why,
          addedAt: now,
        },
      ]);
      return {
        result: await library.summary(tx, id, { actor, plant }),
        audit: [
          {
            object: { type: 'playbook', id, version: modified },
            reason: why,
            facts: { sha256, key: key.fingerprint, signature: signature.id },
          },
        ],
      };
    },
  });
