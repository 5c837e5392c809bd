import { z } from 'zod';
import { INSTALLATION, zoneSubject, type Subject } from '../../domain/access/subject';
import { audienceOf } from '../../domain/access/visibility';
import { DECISIONS, stateAt, type DecisionKind } from '../../domain/advisories/decision';
import { DomainError, type InputIssue } from '../../domain/errors';
import { personId } from '../../domain/ids';
import { DAY_MS, type Instant } from '../../domain/time';
import { decisionKind, type MatchView } from '../../protocol/advisories';
import { defineCommand, type CommandContext } from '../access/command';
import type { Tx } from '../storage/database';
import { insertDecisions, lockMatch, saveDecision, type MatchRow } from '../storage/match-store';
import { presentMatch } from './present';

/** Nobody accepts a risk for longer than two years ahead. */
const LONGEST_MS = 2 * 366 * DAY_MS;

const schema = z.object({
  id: z.coerce.number().int().positive(),
  decision: decisionKind,
  note: z
    .string()
    .trim()
    .min(3, 'say in a few words why')
    .max(1_000, 'use at most 1000 characters')
    .regex(/^[^\p{Cc}]*$/u, 'use no control characters'),
  /** Who answers for it; asked for where a risk is accepted. */
  owner: personId.nullable().default(null),
  /** Until when an acceptance holds. */
  expiresAt: z.number().int().nullable().default(null),
});
type Input = z.output<typeof schema>;

/** A person says what becomes of a vulnerability on an asset. */
export const decideMatch = defineCommand({
  name: 'vulnerability.decide',
  action: 'vulnerability.decide',
  schema,
  subject: async (tx, { id }, context) => subjectOf(await seen(tx, id, context), context),
  async run(tx, input, { actor, now }) {
    const row = await onRecord(tx, input.id);
    assertFits(input, row, now);
    const state = DECISIONS[input.decision];
    const isAccepted = input.decision === 'accept';
    const saved = await saveDecision(tx, row.id, {
      state,
      isConfirmed: confirmedBy(input.decision, row),
      owner: isAccepted ? input.owner : null,
      note: input.note,
      expiresAt: isAccepted ? input.expiresAt : null,
      decidedBy: actor.id,
      decidedAt: now,
      decidedBasis: row.basis,
      changedAt: now,
    });
    const { owner, expiresAt } = saved;
    await insertDecisions(tx, [
      {
        match: row.id,
        at: now,
        by: actor.id,
        kind: input.decision,
        state,
        note: input.note,
        owner,
        expiresAt,
      },
    ]);
    return {
      result: presentMatch(saved, now),
      audit: [
        {
          object: { type: 'vulnerability', id: row.vulnerability, ...(row.zone && { zone: row.zone }) },
          reason: input.note.slice(0, 500),
          before: { state: stateAt(row, now) },
          after: { state },
          facts: {
            asset: row.asset,
            decision: input.decision,
            ...(owner === null ? {} : { owner }),
            ...(expiresAt === null ? {} : { expires: new Date(expiresAt).toISOString() }),
          },
        },
      ],
    };
  },
  afterCommit: ({ zone }: MatchView, { host }) =>
    host.bus.emit('vulnerability.changed', { zones: zone === null ? [] : [zone] }),
});

/** Confirming, and doing something about it, says that the asset is meant; that it is not says the opposite. */
function confirmedBy(decision: DecisionKind, row: MatchRow): boolean {
  if (decision === 'not-affected') return false;
  return decision === 'reopen' ? row.isConfirmed : true;
}

function assertFits({ decision, owner, expiresAt }: Input, row: MatchRow, now: Instant): void {
  if (row.goneAt !== null)
    throw new DomainError('conflict', 'This no longer fits the asset: there is nothing to decide.');
  const state = stateAt(row, now);
  if (decision === 'reopen' && state === 'open') throw new DomainError('conflict', 'It is open already.');
  if (decision === 'confirm' && state !== 'open')
    throw new DomainError('conflict', 'Only what is open can be confirmed.');
  if (decision !== 'accept') return;
  const issues: InputIssue[] = [];
  if (owner === null) issues.push({ path: 'owner', message: 'say who answers for it' });
  if (expiresAt === null || expiresAt <= now || expiresAt > now + LONGEST_MS)
    issues.push({ path: 'expiresAt', message: 'must lie ahead, by two years at most' });
  if (issues.length > 0) throw new DomainError('input.invalid', undefined, { issues });
}

/** What somebody may not see is simply not there. */
async function seen(tx: Tx, id: number, { actor, plant }: CommandContext): Promise<MatchRow> {
  const row = await onRecord(tx, id);
  const audience = audienceOf(actor, plant);
  const isSeen = row.zone === null ? audience.everything : audience.zones.has(row.zone);
  if (!isSeen) throw noSuchMatch();
  return row;
}

function subjectOf({ zone }: MatchRow, { plant }: CommandContext): Subject {
  const placed = plant.zones.find(({ id }) => id === zone);
  return placed === undefined ? INSTALLATION : zoneSubject(placed);
}

async function onRecord(tx: Tx, id: number): Promise<MatchRow> {
  const row = await lockMatch(tx, id);
  if (row === undefined) throw noSuchMatch();
  return row;
}

const noSuchMatch = () => new DomainError('not-found', 'There is no such vulnerability of an asset.');
