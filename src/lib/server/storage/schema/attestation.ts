import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { ZoneId } from '../../../domain/ids';
import type { AssetClass } from '../../../domain/posture/components';
import type { RequirementId } from '../../../domain/posture/requirements';
import { instant } from './columns';

/** Dated words of people on a requirement in a zone; withdrawn ones stay, as history needs them. */
export const attestation = pgTable(
  'attestation',
  {
    id: integer().generatedAlwaysAsIdentity().primaryKey(),
    /** That it is fulfilled, or that a measure stands in for it until it expires. */
    kind: text().$type<'statement' | 'compensation'>().notNull(),
    zone: text().$type<ZoneId>().notNull(),
    requirement: text().$type<RequirementId>().notNull(),
    /** Classes of asset that it speaks for; null is all. */
    classes: text().array().$type<AssetClass[]>(),
    statement: text().notNull(),
    link: text(),
    signedBy: text('signed_by').notNull(),
    signedAt: instant('signed_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    countersignedBy: text('countersigned_by'),
    countersignedAt: instant('countersigned_at'),
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
  },
  (t) => [index('attestation_zone').on(t.zone, t.requirement)],
);
