import { index, integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { ZoneId } from '../../../domain/ids';
import type { AttestationKind } from '../../../domain/posture/attestation/kinds';
import type { AttestationRecord } from '../../../domain/posture/attestation/record';
import type { AssetClass } from '../../../domain/posture/components';
import type { RequirementId } from '../../../domain/posture/requirements';
import { instant } from './columns';

/** Dated words of people on a requirement in a zone, or on the zone; withdrawn ones stay, as history needs them. */
export const attestation = pgTable(
  'attestation',
  {
    id: integer().generatedAlwaysAsIdentity().primaryKey(),
    kind: text().$type<AttestationKind>().notNull(),
    zone: text().$type<ZoneId>().notNull(),
    /** Of a statement or a measure; null where it is about the zone as a whole. */
    requirement: text().$type<RequirementId>(),
    /** Classes of asset that it speaks for; null is all. */
    classes: text().array().$type<AssetClass[]>(),
    statement: text().notNull(),
    link: text(),
    /** Figures and results of what is about the zone as a whole. */
    record: jsonb().$type<AttestationRecord>(),
    /** When it was done, where that was before it was signed. */
    performedAt: instant('performed_at'),
    signedBy: text('signed_by').notNull(),
    signedAt: instant('signed_at').notNull(),
    /** End of the word, or when the next of its kind is due. */
    expiresAt: instant('expires_at').notNull(),
    remindDays: smallint('remind_days').notNull().default(30),
    countersignedBy: text('countersigned_by'),
    countersignedAt: instant('countersigned_at'),
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
  },
  (t) => [index('attestation_zone').on(t.zone, t.requirement)],
);
