import { z } from 'zod';
import { personId, siteId, zoneId } from '../domain/ids';
import { ATTESTATION_KINDS } from '../domain/posture/attestation/kinds';
import { attestationRecord } from '../domain/posture/attestation/record';

const instant = z.number();
const level = z.number().int().min(0).max(4);
const fr = z.number().int().min(1).max(7);
const assetClass = z.enum(['gateway', 'drive', 'network', 'platform']);

/** A fact behind a standing, in words, with what it is about: every figure opens to these. */
export const postureReason = z.object({
  kind: z.enum(['refuted', 'doubted', 'compensated', 'not-applicable', 'proven', 'unproven', 'unattested']),
  text: z.string(),
  /** Assets it is about, such as `gateway:gw-01`; the first hundred. */
  assets: z.array(z.string()).max(100),
  /** Question that was answered, or would have to be. */
  key: z.string().nullable(),
  /** When it was found out; null for what is missing. */
  at: instant.nullable(),
  /** What would raise it. */
  raisedBy: z.string().nullable(),
});
export type PostureReason = z.infer<typeof postureReason>;

const postureStanding = z.enum(['met', 'not-met', 'unknown', 'na', 'compensated']);

/** A requirement that keeps an FR below its target. */
export const postureBlocker = z.object({
  requirement: z.string(),
  title: z.string(),
  gate: level,
  standing: postureStanding,
  because: z.array(postureReason),
});
export type PostureBlocker = z.infer<typeof postureBlocker>;

/** A requirement that stands otherwise than before; `now` and `before` are the facts of both times. */
export const postureChange = z.object({
  requirement: z.string(),
  title: z.string(),
  fr,
  gate: level,
  from: postureStanding,
  to: postureStanding,
  before: z.array(postureReason),
  now: z.array(postureReason),
});
export type PostureChange = z.infer<typeof postureChange>;

/** One foundational requirement of a zone: an interval, never one number (D12). */
export const frPosture = z.object({
  fr,
  code: z.string(),
  name: z.string(),
  target: level,
  /** What the kind of equipment allows at most, and why it is not more. */
  ceiling: level,
  ceilingBecause: z.array(z.string()),
  confirmed: level,
  possible: level,
  /** What the components could do if set up right; null while no capability sheet says. */
  capability: level.nullable(),
  /** Requirements up to the target: asked, fulfilled and refuted. Progress, not a level. */
  asked: z.number().int(),
  fulfilled: z.number().int(),
  refuted: z.number().int(),
  /** The oldest answer that a fulfilled requirement rests on. */
  oldestEvidenceAt: instant.nullable(),
  blockers: z.array(postureBlocker),
  /** Every requirement of this FR, in the order of the standard. */
  requirements: z.array(
    z.object({ id: z.string(), title: z.string(), gate: level, standing: postureStanding }),
  ),
});
export type FrPosture = z.infer<typeof frPosture>;

/** How a zone stands now. */
export const zonePosture = z.object({
  zone: zoneId,
  site: siteId,
  name: z.string(),
  at: instant,
  assets: z.object({ gateways: z.number().int(), drives: z.number().int() }),
  frs: z.array(frPosture).length(7),
});
export type ZonePosture = z.infer<typeof zonePosture>;

/** A zone in lists: its seven intervals beside its targets. */
export const zoneLevels = z.object({
  zone: zoneId,
  site: siteId,
  name: z.string(),
  at: instant,
  levels: z
    .array(z.object({ fr, target: level, ceiling: level, confirmed: level, possible: level }))
    .length(7),
  refuted: z.number().int(),
  unknown: z.number().int(),
});
export type ZoneLevels = z.infer<typeof zoneLevels>;

/** Levels of a zone changed; the facts behind them are read over HTTP. */
export const postureChanged = z.object({ type: z.literal('posture.changed'), levels: zoneLevels });

/** How a zone stood from a moment on. */
export const posturePointView = z.object({
  at: instant,
  levels: z.array(z.object({ fr, target: level, confirmed: level, possible: level })).length(7),
  refuted: z.number().int(),
  unknown: z.number().int(),
});
export type PosturePointView = z.infer<typeof posturePointView>;

/** A dated word of people, and whether it counts now. */
export const attestationView = z.object({
  id: z.number().int().positive(),
  kind: z.enum(ATTESTATION_KINDS),
  zone: zoneId,
  /** Of a statement or a measure; null where it is about the zone as a whole. */
  requirement: z.string().nullable(),
  classes: z.array(assetClass).nullable(),
  statement: z.string(),
  link: z.string().nullable(),
  /** Figures and results of what is about the zone as a whole. */
  record: attestationRecord.nullable(),
  /** The same in one phrase. */
  summary: z.string().nullable(),
  /** What of it is not as it should be, in words. */
  findings: z.array(z.string()),
  performedAt: instant,
  signedBy: personId,
  signedAt: instant,
  /** End of the word, or when the next of its kind is due. */
  expiresAt: instant,
  /** From then on it is to be renewed. */
  remindAt: instant,
  countersigned: z.object({ by: personId, at: instant }).nullable(),
  withdrawn: z.object({ by: personId, at: instant, reason: z.string() }).nullable(),
  /** `waiting` is for its second signature. */
  state: z.enum(['valid', 'waiting', 'expired', 'withdrawn']),
});
export type AttestationView = z.infer<typeof attestationView>;
