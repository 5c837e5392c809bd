import { z } from 'zod';
import { INSTALLATION } from '../../domain/access/subject';
import { endOfPeriod, MILESTONE_KINDS } from '../../domain/assets/lifecycle';
import { DomainError } from '../../domain/errors';
import { defineCommand } from '../access/command';
import {
  insertMilestone,
  lockMilestone,
  withdrawMilestone,
  type MilestoneRow,
} from '../storage/milestone-store';

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `use at most ${most} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'use no control characters');
const said = (most: number) => words(most).min(1, 'is missing');

/** Writes down a date in a product's life that the plant knows: from a letter, a contract, a decision of its own. */
export const enterMilestone = defineCommand({
  name: 'lifecycle.enter',
  action: 'vulnerability.decide',
  schema: z.object({
    vendor: words(120).default(''),
    product: said(120),
    kind: z.enum(MILESTONE_KINDS),
    at: z
      .string()
      .trim()
      .refine((date) => endOfPeriod(date) !== undefined, 'write 2027, 2027-Q2, 2027-05 or 2027-05-31'),
    replacement: words(120)
      .optional()
      .transform((text) => (text === '' ? undefined : text)),
    source: said(300),
    reason: said(500),
  }),
  // A product may stand anywhere in the plant.
  subject: () => INSTALLATION,
  async run(tx, { replacement = null, ...given }, { actor, now }) {
    const row = await insertMilestone(tx, { ...given, replacement, enteredBy: actor.id, enteredAt: now });
    return { result: { id: row.id }, audit: [{ ...auditOf(row), reason: row.reason }] };
  },
  afterCommit: (_result, { host, now }) => host.bus.emit('assets.changed', { at: now }),
});

/** Takes an own date back; it counts no more, and stays on record. */
export const takeBackMilestone = defineCommand({
  name: 'lifecycle.withdraw',
  action: 'vulnerability.decide',
  schema: z.object({ id: z.coerce.number().int().positive(), reason: said(500) }),
  subject: () => INSTALLATION,
  async run(tx, { id, reason }, { actor, now }) {
    const row = await lockMilestone(tx, id);
    if (row === undefined) throw new DomainError('not-found', 'There is no such date of the plant’s own.');
    if (row.withdrawnAt !== null) throw new DomainError('conflict', 'This date was taken back before.');
    await withdrawMilestone(tx, id, { by: actor.id, at: now, reason });
    return { result: { id: row.id }, audit: [{ ...auditOf(row), reason }] };
  },
  afterCommit: (_result, { host, now }) => host.bus.emit('assets.changed', { at: now }),
});

const auditOf = (row: MilestoneRow) => ({
  object: { type: 'milestone', id: String(row.id) },
  facts: { vendor: row.vendor, product: row.product, kind: row.kind, at: row.at, source: row.source },
});
