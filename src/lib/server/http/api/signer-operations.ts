import { z } from 'zod';
import { revokeTrust, trustInput, trustSigner, type SignerRow } from '../../playbooks/library/signers';
import { defineMutation } from './mutation';
import { defineOperation } from './operation';
import { listOf, momentOf, momentOrNull } from './shapes';

const signer = z.object({
  /** SHA-256 over the key's DER form, in hex. */
  id: z.string(),
  name: z.string(),
  publicKey: z.string(),
  /** The plant's own key, by which approvals sign. */
  own: z.boolean(),
  addedBy: z.string(),
  addedAt: z.iso.datetime(),
  revokedBy: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedWhy: z.string().nullable(),
});

const present = ({ fingerprint, addedAt, revokedAt, ...row }: SignerRow): z.output<typeof signer> => ({
  ...row,
  id: fingerprint,
  addedAt: momentOf(addedAt),
  revokedAt: momentOrNull(revokedAt),
});
const response = z.object({ signer });
const answer = (row: SignerRow) => ({ signer: present(row) });

export const listSigners = defineOperation({
  path: '/signers',
  summary: 'Keys whose signatures of playbooks count here, and those that were revoked',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({}),
  response: listOf(signer),
  run: async (_input, { app }) => ({ items: (await app.playbooks.signers()).map(present), next: null }),
});

export const trustOne = defineMutation({
  path: '/signers',
  summary: 'Trust a key: what it signed counts as signed',
  command: trustSigner,
  params: z.object({}),
  body: trustInput,
  response,
  status: 201,
  answer,
});

export const revokeOne = defineMutation({
  path: '/signers/{id}/revoke',
  summary: 'Take a key’s trust away, for good',
  command: revokeTrust,
  params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
  body: trustInput.pick({ reason: true }),
  response,
  answer,
});

export const SIGNER_MUTATIONS = [trustOne, revokeOne];
