import { z } from 'zod';
import { zoneSubject } from '../../domain/access/subject';
import { audienceOf } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import { personId, zoneId, type ZoneId } from '../../domain/ids';
import type { Plant, Zone } from '../../domain/plant/model';
import { requirementById } from '../../domain/posture/requirements';
import { DAY_MS, type Instant } from '../../domain/time';
import type { AttestationView } from '../../protocol/posture';
import { defineCommand, type CommandContext } from '../access/command';
import { reason, words } from '../access/given-words';
import {
  countersign,
  insertAttestation,
  lockAttestation,
  withdraw,
  type AttestationRow,
} from '../storage/attestation-store';
import type { Tx } from '../storage/database';

/** Nobody can speak for longer than two years ahead. */
const LONGEST_MS = 2 * 366 * DAY_MS;

const id = z.coerce.number().int().positive();
const requirement = z
  .string()
  .max(40)
  .transform((text, context) => {
    const found = requirementById(text);
    if (found !== undefined) return found.id;
    context.addIssue('is no requirement of IEC 62443-3-3');
    return z.NEVER;
  });

/** Somebody's dated word on a requirement in a zone, or a measure that is to stand in for it. */
export const attest = defineCommand({
  name: 'posture.attest',
  action: 'posture.attest',
  schema: z.object({
    kind: z.enum(['statement', 'compensation']).default('statement'),
    zone: zoneId,
    requirement,
    classes: z
      .array(z.enum(['gateway', 'drive', 'network', 'platform']))
      .min(1)
      .nullable()
      .default(null),
    statement: words(2_000).min(10, 'say in a sentence what is so, and how you know'),
    link: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .default(null),
    expiresAt: z.number().int(),
  }),
  subject: (_tx, input, { plant }) => zoneSubject(zoneOf(plant, input.zone)),
  async run(tx, input, { actor, now }) {
    if (input.expiresAt <= now || input.expiresAt > now + LONGEST_MS) {
      throw new DomainError('input.invalid', undefined, {
        issues: [{ path: 'expiresAt', message: 'must lie ahead, by two years at most' }],
      });
    }
    const row = await insertAttestation(tx, { ...input, signedBy: actor.id, signedAt: now });
    return { result: presentAttestation(row, now), audit: [auditOf(row)] };
  },
  afterCommit: ({ zone }, { host }) => host.bus.emit('attestation.changed', { zone }),
});

/** A second person signs: needed from gate 3 upwards, and for every measure that stands in. */
export const countersignAttestation = defineCommand({
  name: 'posture.countersign',
  action: 'posture.countersign',
  schema: z.object({ id }),
  subject: async (tx, input, context) => zoneSubject(await seenZone(tx, input.id, context)),
  async run(tx, input, { actor, now }) {
    const row = await standing(tx, input.id);
    if (row.signedBy === actor.id)
      throw new DomainError('access.denied', 'Who signed first cannot sign as the second person.');
    const [signed] = await countersign(tx, row.id, actor.id, now);
    if (signed === undefined)
      throw new DomainError('conflict', 'This attestation has its second signature already.');
    return { result: presentAttestation(signed, now), audit: [auditOf(signed)] };
  },
  afterCommit: ({ zone }, { host }) => host.bus.emit('attestation.changed', { zone }),
});

/** Takes a word back; from then on it counts no more, and stays on record. */
export const withdrawAttestation = defineCommand({
  name: 'posture.withdraw',
  action: 'posture.attest',
  schema: z.object({ id, reason }),
  subject: async (tx, input, context) => zoneSubject(await seenZone(tx, input.id, context)),
  async run(tx, input, { actor, now }) {
    const row = await standing(tx, input.id);
    const [gone] = await withdraw(tx, row.id, { by: actor.id, at: now, reason: input.reason });
    if (gone === undefined) throw new DomainError('conflict', 'This attestation was withdrawn before.');
    return { result: presentAttestation(gone, now), audit: [{ ...auditOf(gone), reason: input.reason }] };
  },
  afterCommit: ({ zone }, { host }) => host.bus.emit('attestation.changed', { zone }),
});

/** An attestation as it is shown, with whether it counts at `now`. */
export function presentAttestation(row: AttestationRow, now: Instant): AttestationView {
  const needsSecond = row.kind === 'compensation' || (requirementById(row.requirement)?.gate ?? 0) >= 3;
  return {
    id: row.id,
    kind: row.kind,
    zone: row.zone,
    requirement: row.requirement,
    classes: row.classes,
    statement: row.statement,
    link: row.link,
    signedBy: personId.parse(row.signedBy),
    signedAt: row.signedAt,
    expiresAt: row.expiresAt,
    countersigned:
      row.countersignedBy === null || row.countersignedAt === null
        ? null
        : { by: personId.parse(row.countersignedBy), at: row.countersignedAt },
    withdrawn:
      row.withdrawnBy === null || row.withdrawnAt === null
        ? null
        : { by: personId.parse(row.withdrawnBy), at: row.withdrawnAt, reason: row.withdrawnReason ?? '' },
    state:
      row.withdrawnAt !== null
        ? 'withdrawn'
        : row.expiresAt <= now
          ? 'expired'
          : needsSecond && row.countersignedAt === null
            ? 'waiting'
            : 'valid',
  };
}

/** The zone of an attestation; one of a zone that somebody may not see is simply not there. */
async function seenZone(tx: Tx, of: number, { actor, plant }: CommandContext): Promise<Zone> {
  const row = await onRecord(tx, of);
  const zone = plant.zones.find(({ id: own }) => own === row.zone);
  if (zone === undefined || !audienceOf(actor, plant).zones.has(zone.id)) throw noSuchAttestation();
  return zone;
}

const noSuchAttestation = () => new DomainError('not-found', 'There is no such attestation.');

async function onRecord(tx: Tx, of: number): Promise<AttestationRow> {
  const row = await lockAttestation(tx, of);
  if (row === undefined) throw noSuchAttestation();
  return row;
}

async function standing(tx: Tx, of: number): Promise<AttestationRow> {
  const row = await onRecord(tx, of);
  if (row.withdrawnAt !== null) throw new DomainError('conflict', 'This attestation was withdrawn before.');
  return row;
}

function zoneOf(plant: Plant, of: ZoneId): Zone {
  const zone = plant.zones.find((one) => one.id === of);
  if (zone === undefined) throw new DomainError('not-found', `There is no zone ${of}.`);
  return zone;
}

const auditOf = (row: AttestationRow) => ({
  object: { type: 'attestation', id: String(row.id), zone: row.zone },
  reason: row.statement.slice(0, 500),
  facts: {
    kind: row.kind,
    requirement: row.requirement,
    expires: new Date(row.expiresAt).toISOString(),
  },
});
