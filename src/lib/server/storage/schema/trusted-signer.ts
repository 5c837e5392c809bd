import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** A key whose signatures of playbooks count in this plant, for as long as it is not revoked. */
export const trustedSigner = pgTable('trusted_signer', {
  /** SHA-256 over the key's DER form, in hex. */
  fingerprint: text().primaryKey(),
  /** PEM without head and foot. */
  publicKey: text('public_key').notNull(),
  name: text().notNull(),
  /** The plant's own key, by which approvals sign. */
  own: boolean().notNull(),
  addedBy: text('added_by').notNull(),
  addedAt: instant('added_at').notNull(),
  revokedBy: text('revoked_by'),
  revokedAt: instant('revoked_at'),
  revokedWhy: text('revoked_why'),
});
