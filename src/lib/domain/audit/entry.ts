import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { Actor } from '../access/roles';
import { grantKey } from '../access/scope';
import type { SiteId, ZoneId } from '../ids';
import type { Instant } from '../time';

/** Version of the entry's form; part of the bytes. */
const AUDIT_FORMAT = 1;

/** How well the server's clock was known to be right. `null` means that nothing tells. */
export const timeQuality = z.object({
  synced: z.boolean().nullable(),
  /** Milliseconds, as decimal text: canonical JSON numbers are doubles. */
  offset_ms: z.string().nullable(),
  unc_ms: z.string().nullable(),
});
export type TimeQuality = z.infer<typeof timeQuality>;

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The entry as it stands in the canonical bytes; every field is always present. */
export const auditRecord = z.object({
  v: z.literal(AUDIT_FORMAT),
  log: z.number().int(),
  /** Gapless from 0: the leaf's place in the tree. */
  seq: z.number().int().nonnegative(),
  ts: z.string(),
  time_quality: timeQuality,
  actor: z.object({
    id: z.string(),
    session: z.string().nullable(),
    auth_method: z.string(),
    roles: z.array(z.string()),
  }),
  on_behalf_of: z.string().nullable(),
  action: z.string(),
  object: z.object({
    type: z.string(),
    id: z.string(),
    version: z.string().nullable(),
    zone: z.string().nullable(),
    site: z.string().nullable(),
  }),
  /** SHA-256 over the canonical JSON of the object before and after; `null` where there was none. */
  before_hash: z.string().nullable(),
  after_hash: z.string().nullable(),
  reason: z.string().nullable(),
  incident: z.string().nullable(),
  run: z.string().nullable(),
  step: z.string().nullable(),
  result: z.enum(['done', 'refused', 'failed']),
  src_ip: z.string().nullable(),
  request_id: z.string().nullable(),
  /** What a reader needs to understand the entry without the object: names of roles, counts, codes. */
  facts: z.record(z.string(), fact),
});
export type AuditRecord = z.infer<typeof auditRecord>;
export type AuditFact = z.infer<typeof fact>;

/** What happened, as the code that did it says. Who, when and in which place of the log is added on appending. */
export interface AuditEvent {
  /** Verb, such as `person.disable`. */
  action: string;
  object: {
    type: string;
    id: string;
    version?: string | undefined;
    /** Where it lies; neither for what concerns the whole installation. Decides who may read the entry. */
    zone?: ZoneId | undefined;
    site?: SiteId | undefined;
  };
  /** The object before and after, for their hashes; leave out what did not exist. */
  before?: unknown;
  after?: unknown;
  reason?: string | undefined;
  incident?: string | undefined;
  run?: string | undefined;
  step?: string | undefined;
  result: AuditRecord['result'];
  facts?: Readonly<Record<string, AuditFact>> | undefined;
}

/** Who did it, and over which request. */
export interface AuditOrigin {
  actor: Actor;
  onBehalfOf?: string | undefined;
  address: string | undefined;
  requestId: string | undefined;
}

interface AuditStamp {
  log: number;
  seq: number;
  at: Instant;
  timeQuality: TimeQuality;
  beforeHash: string | undefined;
  afterHash: string | undefined;
}

/** Longest text taken from outside into an entry; what is longer ends in an ellipsis. */
const LONGEST_TEXT = 2_000;

/** Puts the entry together in its fixed form. */
export function auditEntry(event: AuditEvent, origin: AuditOrigin, stamp: AuditStamp): AuditRecord {
  const { actor } = origin;
  return {
    v: AUDIT_FORMAT,
    log: stamp.log,
    seq: stamp.seq,
    ts: new Date(stamp.at).toISOString(),
    time_quality: stamp.timeQuality,
    actor: {
      id: clean(actor.id),
      session: actor.session ?? null,
      auth_method: actor.authMethod,
      roles: actor.grants.map(grantKey).sort(),
    },
    on_behalf_of: orNull(origin.onBehalfOf),
    action: event.action,
    object: {
      type: event.object.type,
      id: clean(event.object.id),
      version: orNull(event.object.version),
      zone: event.object.zone ?? null,
      site: event.object.site ?? null,
    },
    before_hash: stamp.beforeHash ?? null,
    after_hash: stamp.afterHash ?? null,
    reason: orNull(event.reason),
    incident: orNull(event.incident),
    run: orNull(event.run),
    step: orNull(event.step),
    result: event.result,
    src_ip: orNull(origin.address),
    request_id: orNull(origin.requestId),
    facts: cleanFacts(event.facts ?? {}),
  };
}

/** Text that canonical JSON and the database both hold: no lone surrogates, no NUL, bounded. */
function clean(text: string): string {
  const whole = text.toWellFormed().replaceAll('\0', '\uFFFD');
  return whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT).toWellFormed()}…` : whole;
}

const orNull = (text: string | undefined): string | null => (text === undefined ? null : clean(text));

function cleanFacts(facts: Readonly<Record<string, AuditFact>>): Record<string, AuditFact> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      clean(name),
      typeof value === 'string' ? clean(value) : value,
    ]),
  );
}

/** The bytes of RFC 8785 canonical JSON: one and the same for equal values, whatever the order of their fields. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return new TextEncoder().encode(text);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body));
  } catch {
    return undefined;
  }
}

/** The entry that stored bytes are; `undefined` when they are none. */
export const readRecord = (body: Uint8Array): AuditRecord | undefined =>
  auditRecord.safeParse(jsonOf(body)).data;

/**
 * What stored bytes say that they are found by, and their number; `undefined` when they say nothing. Does not
 * look at the rest of the form: who goes through a million entries knows by their hash that they are whole.
 */
export function toldBy(body: Uint8Array): (AuditColumns & { seq: number }) | undefined {
  const value = jsonOf(body);
  return isTold(value) ? { ...columnsOf(value), seq: value.seq } : undefined;
}

function isTold(value: unknown): value is Told & { seq: number } {
  const { seq, ts, actor, object } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof seq === 'number' &&
    typeof ts === 'string' &&
    typeof actor === 'object' &&
    actor !== null &&
    typeof object === 'object' &&
    object !== null
  );
}

/** Fields of an entry that the database repeats beside its bytes, to search by. The bytes are the truth. */
export interface AuditColumns {
  at: Instant;
  actor: string;
  action: string;
  objectType: string;
  objectId: string;
  result: string;
  zone: string | null;
  site: string | null;
}

type Told = Pick<AuditRecord, 'ts' | 'actor' | 'action' | 'object' | 'result'>;

export const columnsOf = ({ ts, actor, action, object, result }: Told): AuditColumns => ({
  at: Date.parse(ts),
  actor: actor.id,
  action,
  objectType: object.type,
  objectId: object.id,
  result,
  zone: object.zone,
  site: object.site,
});

/** What can be shown of an entry whose bytes somebody made unreadable: what it was found by, and that. */
export function unreadableRecord(row: AuditColumns & { logId: number; seq: number }): AuditRecord {
  return {
    v: AUDIT_FORMAT,
    log: row.logId,
    seq: row.seq,
    ts: new Date(row.at).toISOString(),
    time_quality: { synced: null, offset_ms: null, unc_ms: null },
    actor: { id: row.actor, session: null, auth_method: 'none', roles: [] },
    on_behalf_of: null,
    action: row.action,
    object: { type: row.objectType, id: row.objectId, version: null, zone: row.zone, site: row.site },
    before_hash: null,
    after_hash: null,
    reason: 'The stored bytes are not those of an entry.',
    incident: null,
    run: null,
    step: null,
    result: 'failed',
    src_ip: null,
    request_id: null,
    facts: {},
  };
}
