import { and, asc, eq, inArray } from 'drizzle-orm';
import type { RunId } from '../../domain/ids';
import type { Approval, Vote } from '../../domain/playbooks/engine/state';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { runApproval, runApprovalVote } from './schema/run-approval';

/** The newest approval of each step of a run that ever asked for one, by the step's number. */
export async function selectApprovals(tx: Tx, run: RunId): Promise<Map<number, Approval>> {
  const rows = await tx.orm
    .select()
    .from(runApproval)
    .where(eq(runApproval.run, run))
    .orderBy(asc(runApproval.asked));
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  const votes = await tx.orm
    .select()
    .from(runApprovalVote)
    .where(inArray(runApprovalVote.approval, ids))
    .orderBy(asc(runApprovalVote.at));
  return new Map(
    rows.map(({ id, run: _, runStep, ...row }) => {
      const said = votes.filter(({ approval }) => approval === id);
      const given = said.filter(({ isConsent }) => isConsent).map(voteOf);
      const refused = said.filter(({ isConsent }) => !isConsent).map(voteOf)[0] ?? null;
      return [runStep, { ...row, given, refused }];
    }),
  );
}

const voteOf = (row: typeof runApprovalVote.$inferSelect): Vote => ({
  by: row.person,
  at: row.at,
  authenticatedAt: row.authenticatedAt,
  reason: row.reason,
  named: row.named,
});

/** Which approval of which step. */
interface Asked {
  run: RunId;
  step: number;
  asked: number;
}

export async function insertApproval(
  tx: Tx,
  { run, step, asked }: Asked,
  approval: Pick<Approval, 'roles' | 'needed' | 'bindsTo' | 'askedAt' | 'expiresAt'>,
): Promise<void> {
  const { roles, needed, bindsTo, askedAt, expiresAt } = approval;
  await tx.orm.insert(runApproval).values({
    run,
    runStep: step,
    asked,
    roles: [...roles],
    needed,
    bindsTo,
    askedAt,
    expiresAt,
    state: 'open',
  });
}

export async function insertVote(tx: Tx, of: Asked, vote: Vote, isConsent: boolean): Promise<void> {
  const [row] = await tx.orm.select({ id: runApproval.id }).from(runApproval).where(is(of));
  if (row === undefined) throw new Error(`step ${of.step} of run ${of.run} asked for no approval`);
  const { by, at, authenticatedAt, reason, named } = vote;
  await tx.orm
    .insert(runApprovalVote)
    .values({ approval: row.id, person: by, isConsent, at, authenticatedAt, reason, named: [...named] });
}

/**
 * Moves an approval on, only from the state that it was seen in. What was consumed, refused, voided or has
 * expired never moves again: false when it did already.
 */
export async function moveApproval(
  tx: Tx,
  of: Asked,
  from: Approval['state'],
  to: Approval['state'],
  at: Instant,
): Promise<boolean> {
  const moved = await tx.orm
    .update(runApproval)
    .set({ state: to, closedAt: to === 'given' ? null : at })
    .where(and(is(of), eq(runApproval.state, from)))
    .returning({ id: runApproval.id });
  return moved.length === 1;
}

const is = ({ run, step, asked }: Asked) =>
  and(eq(runApproval.run, run), eq(runApproval.runStep, step), eq(runApproval.asked, asked));
