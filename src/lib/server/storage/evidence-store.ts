import { and, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import type { EvidenceKey } from '../../domain/posture/evidence';
import type { Answer } from '../../domain/posture/facts';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { evidence } from './schema/evidence';

export type EvidenceRow = typeof evidence.$inferSelect;

/** An answer to be written down; `freshForMs` is how long it may wait for its repetition and still be the same. */
export interface NewAnswer extends Answer {
  asset: string;
  key: EvidenceKey;
  freshForMs: number;
}

const GIVEN = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
  as g (asset, key, verdict, found, at_ms, fresh_ms)`;

const PROLONG = `
  update evidence e set last_at = greatest(e.last_at, to_timestamp(g.at_ms / 1000.0)), found = g.found
  from ${GIVEN}
  where e.asset = g.asset and e.key = g.key and e.is_newest and e.verdict = g.verdict
    and (e.verdict <> 'fail' or e.found = g.found)
    and g.at_ms - extract(epoch from e.last_at) * 1000 < g.fresh_ms
  returning e.asset, e.key`;

const RETIRE = `
  update evidence e set is_newest = false from ${GIVEN}
  where e.asset = g.asset and e.key = g.key and e.is_newest`;

const INSERT = `
  insert into evidence (asset, key, verdict, found, first_at, last_at)
  select asset, key, verdict, found, to_timestamp(at_ms / 1000.0), to_timestamp(at_ms / 1000.0) from ${GIVEN}`;

/**
 * Writes answers down, at most one for each asset and key. The same again prolongs its row, another begins one; a
 * pass is the same whatever was found, as a clock's offset is never twice the same, a fail only with the same find.
 */
export async function recordAnswers(tx: Tx, answers: readonly NewAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  const { rows } = await tx.client.query<{ asset: string; key: string }>(PROLONG, columns(answers));
  const prolonged = new Set(rows.map(({ asset, key }) => `${asset} ${key}`));
  const other = answers.filter(({ asset, key }) => !prolonged.has(`${asset} ${key}`));
  if (other.length === 0) return;
  const [assets, keys, verdicts, found, at, fresh] = columns(other);
  await tx.client.query(RETIRE, [assets, keys, verdicts, found, at, fresh]);
  await tx.client.query(INSERT, [assets, keys, verdicts, found, at, fresh]);
}

const columns = (answers: readonly NewAnswer[]): unknown[] => [
  answers.map(({ asset }) => asset),
  answers.map(({ key }) => key),
  answers.map(({ verdict }) => verdict),
  answers.map(({ found }) => found),
  answers.map(({ at }) => at),
  answers.map(({ freshForMs }) => freshForMs),
];

/** The newest answer to every question of every asset. */
export const readNewestEvidence = (tx: Tx): Promise<EvidenceRow[]> =>
  tx.orm.select().from(evidence).where(eq(evidence.isNewest, true));

/**
 * Answers of these assets that counted at some time between two moments: those that began within, and of each
 * question the one that stood before.
 */
export async function readEvidenceBetween(
  tx: Tx,
  assets: readonly string[],
  from: Instant,
  to: Instant,
): Promise<EvidenceRow[]> {
  const of = inArray(evidence.asset, [...assets]);
  const before = await tx.orm
    .selectDistinctOn([evidence.asset, evidence.key])
    .from(evidence)
    .where(and(of, lte(evidence.firstAt, from)))
    .orderBy(evidence.asset, evidence.key, desc(evidence.firstAt));
  const within = await tx.orm
    .select()
    .from(evidence)
    .where(and(of, gt(evidence.firstAt, from), lte(evidence.firstAt, to)));
  return [...before, ...within];
}

export const hasEvidence = async (tx: Tx): Promise<boolean> =>
  (await tx.orm.select({ id: evidence.id }).from(evidence).limit(1)).length > 0;

/** A twin that carries evidence, as it stands. */
export interface EvidenceTwin {
  gateway: GatewayId;
  topicId: string;
  body: unknown;
  receivedAt: Instant;
}

/** Twins of that name, of these gateways and what is behind them; of all gateways when none is named. */
export const readTwins = (tx: Tx, name: string, gateways?: readonly GatewayId[]): Promise<EvidenceTwin[]> =>
  tx.client
    .query<{ gateway: GatewayId; topic_id: string; body: unknown; received_at: Date }>(
      `select gateway, topic_id, body, received_at from entity_state
       where channel = 'twin' and name = $1 and cleared_at is null
         and ($2::text[] is null or gateway = any ($2))`,
      [name, gateways ?? null],
    )
    .then(({ rows }) =>
      rows.map((row) => ({
        gateway: row.gateway,
        topicId: row.topic_id,
        body: row.body,
        receivedAt: row.received_at.getTime(),
      })),
    );
