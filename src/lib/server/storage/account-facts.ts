import type { Instant } from '../../domain/time';
import type { Tx } from './database';

/** How the accounts of this installation stand, for its own posture. */
export interface AccountFacts {
  enabled: number;
  withoutRole: number;
  /** Enabled and unused since the given moment, by sign-in name; the first fifty. */
  idle: string[];
  /** Enabled ones that were in use at two addresses within the same ten minutes. */
  inTwoPlaces: number;
}

export async function readAccountFacts(tx: Tx, unusedSince: Instant): Promise<AccountFacts> {
  const { rows } = await tx.client.query<{
    id: string;
    has_role: boolean;
    is_idle: boolean;
    in_two_places: boolean;
  }>(
    `select p.id, exists (select from role_grant g where g.person = p.id) as has_role,
       coalesce(p.last_seen_at, p.created_at) < to_timestamp($1::bigint / 1000.0) as is_idle,
       exists (
         select from session a join session b on b.person = a.person and b.address <> a.address
         where a.person = p.id and b.last_seen_at between a.last_seen_at and a.last_seen_at + interval '10 minutes'
       ) as in_two_places
     from person p where p.disabled_at is null order by p.id`,
    [unusedSince],
  );
  return {
    enabled: rows.length,
    withoutRole: rows.filter((row) => !row.has_role).length,
    idle: rows
      .filter((row) => row.is_idle)
      .slice(0, 50)
      .map(({ id }) => id),
    inTwoPlaces: rows.filter((row) => row.in_two_places).length,
  };
}

/** Messages that went to quarantine since then. */
export async function countQuarantined(tx: Tx, since: Instant): Promise<number> {
  const { rows } = await tx.client.query<{ count: string }>(
    'select coalesce(sum(count), 0) as count from quarantine where last_seen_at >= to_timestamp($1::bigint / 1000.0)',
    [since],
  );
  return Number(rows[0]?.count ?? 0);
}
