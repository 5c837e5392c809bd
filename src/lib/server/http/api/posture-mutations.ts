import { z } from 'zod';
import { attestationView, type AttestationView } from '../../../protocol/posture';
import { attest, countersignAttestation, withdrawAttestation } from '../../posture/attestations';
import { defineMutation } from './mutation';

const params = z.object({ id: z.coerce.number().int().positive() });
const response = z.object({ attestation: attestationView });
const answer = (attestation: AttestationView) => ({ attestation });

export const attestOne = defineMutation({
  path: '/attestations',
  summary: 'Sign that a requirement is fulfilled in a zone, or propose a measure that stands in for it',
  command: attest,
  params: z.object({}),
  body: attest.schema,
  response,
  answer,
});
export const countersignOne = defineMutation({
  path: '/attestations/{id}/countersign',
  summary: 'Sign as the second person',
  command: countersignAttestation,
  params,
  body: z.object({}),
  response,
  answer,
});
export const withdrawOne = defineMutation({
  path: '/attestations/{id}/withdraw',
  summary: 'Take an attestation back; it counts no more and stays on record',
  command: withdrawAttestation,
  params,
  body: z.object({ reason: z.string() }),
  response,
  answer,
});

/** Everything of posture that people change. */
export const POSTURE_MUTATIONS = [attestOne, countersignOne, withdrawOne] as const;
