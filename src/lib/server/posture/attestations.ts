import { z } from 'zod';
import { zoneSubject } from '../../domain/access/subject';
import { audienceOf } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import { personId, zoneId, type ZoneId } from '../../domain/ids';
import type { Plant, Zone } from '../../domain/plant/model';
import { ATTESTATION_KINDS, ATTESTATIONS, isAboutRequirement } from '../../domain/posture/attestation/kinds';
import { attestationRecord, findingsOf, recordText } from '../../domain/posture/attestation/record';
import { remindAt, stateOf } from '../../domain/posture/attestation/validity';
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
  type SignedRow,
} from '../storage/attestation-store';
import type { Tx } from '../storage/database';

const YEAR_MS = 366 * DAY_MS;
/** What was done longer ago than this is signed for no more. */
const OLDEST_MS = 10 * YEAR_MS;

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

/** A word about one requirement names it; a record about the zone brings what its kind asks for. */
const attestInput = z
  .object({
    kind: z.enum(ATTESTATION_KINDS).default('statement'),
    zone: zoneId,
    requirement: requirement.nullable().default(null),
    classes: z
      .array(z.enum(['gateway', 'drive', 'network', 'platform']))
      .min(1)
      .nullable()
      .default(null),
    record: attestationRecord.nullable().default(null),
    statement: words(2_000).min(10, 'say in a sentence what is so, and how you know'),
    link: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .default(null),
    performedAt: z.number().int().nullable().default(null),
    expiresAt: z.number().int(),
    remindDays: z.number().int().min(0).max(365).default(30),
  })
  .superRefine(({ kind, requirement: about, classes, record }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (isAboutRequirement(kind)) {
      if (about === null) refuse('requirement', 'say which requirement');
      if (record !== null) refuse('record', 'belongs to records about a zone');
      return;
    }
    if (about !== null || classes !== null) refuse('requirement', 'this kind is about the zone as a whole');
    if (record?.kind !== kind)
      refuse('record', `bring what a ${ATTESTATIONS[kind].name.toLowerCase()} found`);
  });

/**
 * Somebody's dated word on a requirement in a zone, a measure that is to stand in for one, or a record about the
 * zone: its risk assessment, an acceptance, a review, a test, a certificate.
 */
export const attest = defineCommand({
  name: 'posture.attest',
  action: 'posture.attest',
  schema: attestInput,
  subject: (_tx, input, { plant }) => zoneSubject(zoneOf(plant, input.zone)),
  async run(tx, input, { actor, now }) {
    assertDates(input, now);
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

function assertDates({ kind, performedAt, expiresAt }: z.output<typeof attestInput>, now: Instant): void {
  const years = ATTESTATIONS[kind].longestYears;
  if (expiresAt <= now || expiresAt > now + years * YEAR_MS)
    throw wrongDate('expiresAt', `must lie ahead, by ${years} years at most`);
  if (performedAt !== null && (performedAt > now || performedAt < now - OLDEST_MS))
    throw wrongDate('performedAt', 'must lie behind, by ten years at most');
}

const wrongDate = (path: string, message: string) =>
  new DomainError('input.invalid', undefined, { issues: [{ path, message }] });

/** An attestation as it is shown, with whether it counts at `now`. */
export const presentAttestation = (row: SignedRow, now: Instant): AttestationView => ({
  id: row.id,
  kind: row.kind,
  zone: row.zone,
  requirement: row.requirement,
  classes: row.classes,
  statement: row.statement,
  link: row.link,
  record: row.record,
  summary: row.record === null ? null : recordText(row.record),
  findings: row.record === null ? [] : findingsOf(row.record),
  performedAt: row.performedAt ?? row.signedAt,
  signedBy: personId.parse(row.signedBy),
  signedAt: row.signedAt,
  expiresAt: row.expiresAt,
  remindAt: remindAt(row),
  countersigned:
    row.countersignedBy === null || row.countersignedAt === null
      ? null
      : { by: personId.parse(row.countersignedBy), at: row.countersignedAt },
  withdrawn:
    row.withdrawnBy === null || row.withdrawnAt === null
      ? null
      : { by: personId.parse(row.withdrawnBy), at: row.withdrawnAt, reason: row.withdrawnReason ?? '' },
  state: stateOf(row, now),
});

/** The zone of an attestation; one of a zone that somebody may not see is simply not there. */
async function seenZone(tx: Tx, of: number, { actor, plant }: CommandContext): Promise<Zone> {
  const row = await onRecord(tx, of);
  const zone = plant.zones.find(({ id: own }) => own === row.zone);
  if (zone === undefined || !audienceOf(actor, plant).zones.has(zone.id)) throw noSuchAttestation();
  return zone;
}

const noSuchAttestation = () => new DomainError('not-found', 'There is no such attestation.');

async function onRecord(tx: Tx, of: number): Promise<SignedRow> {
  const row = await lockAttestation(tx, of);
  if (row === undefined) throw noSuchAttestation();
  return row;
}

async function standing(tx: Tx, of: number): Promise<SignedRow> {
  const row = await onRecord(tx, of);
  if (row.withdrawnAt !== null) throw new DomainError('conflict', 'This attestation was withdrawn before.');
  return row;
}

function zoneOf(plant: Plant, of: ZoneId): Zone {
  const zone = plant.zones.find((one) => one.id === of);
  if (zone === undefined) throw new DomainError('not-found', `There is no zone ${of}.`);
  return zone;
}

const auditOf = (row: SignedRow) => ({
  object: { type: 'attestation', id: String(row.id), zone: row.zone },
  reason: row.statement.slice(0, 500),
  facts: {
    kind: row.kind,
    ...(row.requirement === null ? {} : { requirement: row.requirement }),
    ...(row.record === null ? {} : { record: recordText(row.record) }),
    expires: new Date(row.expiresAt).toISOString(),
  },
});
