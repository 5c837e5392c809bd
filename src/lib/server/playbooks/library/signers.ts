import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { defineCommand, type CommandContext } from '../../access/command';
import { reason, words } from '../../access/given-words';
import { widestSubject } from '../../access/widest-subject';
import {
  insertSigner,
  revokeSigner,
  selectSigners,
  type SignerRow,
} from '../../storage/trusted-signer-store';
import { keyFingerprint } from './playbook-crypto';

export type { SignerRow } from '../../storage/trusted-signer-store';

/** Whose signatures count is a setting of the whole installation, like its other keys. */
const subject = (_tx: unknown, _input: unknown, context: CommandContext) =>
  widestSubject(context, 'certificate.manage');

export const trustInput = z.object({
  name: words(100).min(1, 'say whose key it is'),
  /** PEM, with or without head and foot. */
  publicKey: z.string().max(1_000),
  reason,
});

/** Trusts a key: playbooks that it signed count as signed from now on. Throws `input.invalid`, `conflict`. */
export const trustSigner = defineCommand<z.output<typeof trustInput>, SignerRow>({
  name: 'signer.trust',
  action: 'certificate.manage',
  schema: trustInput,
  subject,
  run: async (tx, input, { actor, now }) => {
    const publicKey = input.publicKey.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s/g, '');
    const fingerprint = keyFingerprint(publicKey);
    if (fingerprint === undefined) {
      throw new DomainError('input.invalid', undefined, {
        issues: [{ path: 'publicKey', message: 'is no public Ed25519 key in PEM form' }],
      });
    }
    const row = { fingerprint, publicKey, name: input.name, own: false, addedBy: actor.id, addedAt: now };
    if (!(await insertSigner(tx, row)))
      throw new DomainError(
        'conflict',
        'This key is on the list already; a revoked key is never trusted again.',
      );
    return {
      result: { ...row, revokedBy: null, revokedAt: null, revokedWhy: null },
      audit: [
        {
          object: { type: 'signer', id: fingerprint },
          reason: input.reason,
          facts: { name: input.name },
        },
      ],
    };
  },
});

/** Takes a key's trust away, for good: nothing that it signed counts as signed any more. Throws `not-found`, `conflict`. */
export const revokeTrust = defineCommand<{ id: string; reason: string }, SignerRow>({
  name: 'signer.revoke',
  action: 'certificate.manage',
  schema: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/), reason }),
  subject,
  async run(tx, { id, reason: why }, { actor, now }) {
    const row = await revokeSigner(tx, id, { person: actor.id, at: now, why });
    if (row === undefined) {
      const known = (await selectSigners(tx)).some(({ fingerprint }) => fingerprint === id);
      throw known
        ? new DomainError('conflict', 'The trust of this key was taken away already.')
        : new DomainError('not-found');
    }
    return {
      result: row,
      audit: [{ object: { type: 'signer', id }, reason: why, facts: { name: row.name, own: row.own } }],
    };
  },
});

/** Puts the plant's own key on the list when it is not there yet: at the first start, or after it was replaced. */
export const trustOwnKey = (key: { publicKey: string; fingerprint: string }) =>
  defineCommand<Record<string, never>, undefined>({
    name: 'signer.trust',
    action: 'certificate.manage',
    schema: z.object({}),
    subject,
    async run(tx, _input, { actor, now, plant }) {
      const { publicKey, fingerprint } = key;
      const known = (await selectSigners(tx)).some((one) => one.fingerprint === fingerprint);
      if (known) return { result: undefined, audit: [] };
      const name = `Approvals of ${plant.name}`;
      await insertSigner(tx, { fingerprint, publicKey, name, own: true, addedBy: actor.id, addedAt: now });
      return { result: undefined, audit: [{ object: { type: 'signer', id: fingerprint }, facts: { name } }] };
    },
  });
