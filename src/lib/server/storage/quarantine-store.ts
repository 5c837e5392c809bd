import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { quarantine } from './schema/quarantine';

/** One message that could not be used. Text must be free of NUL; `topic` at most 400 characters. */
export interface QuarantinedMessage {
  gateway: GatewayId | null;
  topic: string;
  reason: string;
  detail: string;
  sha256: string;
  /** Bytes of the whole payload. */
  size: number;
  /** Its beginning, at most 1,024 bytes. */
  head: Buffer;
  at: Instant;
}

export type QuarantineRow = typeof quarantine.$inferSelect;

const INSERT = `
  insert into quarantine (gateway, topic, reason, detail, sha256, size, head, count, first_seen_at, last_seen_at)
  select gateway, topic, reason, detail, sha256, size, head, count,
    to_timestamp(first_ms / 1000.0), to_timestamp(last_ms / 1000.0)
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::bytea[],
    $8::integer[], $9::bigint[], $10::bigint[])
    as given (gateway, topic, reason, detail, sha256, size, head, count, first_ms, last_ms)
  on conflict on constraint quarantine_same do update set
    count = quarantine.count + excluded.count,
    last_seen_at = greatest(quarantine.last_seen_at, excluded.last_seen_at)
  returning (xmax = 0) as is_new`;

/** Keeps messages, each content once with a count. Returns how many rows are new. */
export async function insertQuarantined(tx: Tx, messages: readonly QuarantinedMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  const rows = [...groupSame(messages).values()];
  const column = <T>(field: (row: Counted) => T): T[] => rows.map(field);
  const result = await tx.client.query<{ is_new: boolean }>(INSERT, [
    column((row) => row.message.gateway),
    column((row) => row.message.topic),
    column((row) => row.message.reason),
    column((row) => row.message.detail),
    column((row) => row.message.sha256),
    column((row) => row.message.size),
    column((row) => row.message.head),
    column((row) => row.count),
    column((row) => row.message.at),
    column((row) => row.last),
  ]);
  return result.rows.filter((row) => row.is_new).length;
}

interface Counted {
  message: QuarantinedMessage;
  count: number;
  last: Instant;
}

function groupSame(messages: readonly QuarantinedMessage[]): Map<string, Counted> {
  const groups = new Map<string, Counted>();
  for (const message of messages) {
    const same = JSON.stringify([message.sha256, message.topic, message.gateway, message.reason]);
    const known = groups.get(same);
    groups.set(same, {
      message: known?.message ?? message,
      count: (known?.count ?? 0) + 1,
      last: Math.max(known?.last ?? -Infinity, message.at),
    });
  }
  return groups;
}

/** Lets the rows that were seen longest ago go, until at most `keep` are left. Returns how many went. */
export async function trimQuarantine(tx: Tx, keep: number): Promise<number> {
  const result = await tx.client.query(
    `delete from quarantine where id in (
       select id from quarantine order by last_seen_at desc nulls last, id desc nulls last offset $1)`,
    [keep],
  );
  return result.rowCount ?? 0;
}

export async function countQuarantined(tx: Tx): Promise<number> {
  return tx.orm.$count(quarantine);
}

export interface QuarantinePage {
  limit: number;
  /** The last id of the page before. */
  beforeId?: number | undefined;
  /** Only messages that came from these; `undefined` is from anybody, known or not. */
  gateways?: readonly GatewayId[] | undefined;
  reason?: string | undefined;
}

/** A page of quarantined messages, newest rows first. */
export const readQuarantine = (tx: Tx, page: QuarantinePage): Promise<QuarantineRow[]> =>
  tx.orm
    .select()
    .from(quarantine)
    .where(
      and(
        page.beforeId === undefined ? undefined : lt(quarantine.id, page.beforeId),
        page.gateways === undefined ? undefined : inArray(quarantine.gateway, [...page.gateways]),
        page.reason === undefined ? undefined : eq(quarantine.reason, page.reason),
      ),
    )
    .orderBy(desc(quarantine.id))
    .limit(page.limit);
