import type { SiteId, ZoneId } from '../../domain/ids';
import type { Tx } from './database';

/** Open notices of runs that are over: whose they were, for those who have to hear of their end. */
export async function closeNoticesOfEndedRuns(
  tx: Tx,
  at: number,
): Promise<{ key: string; zone: ZoneId | null; site: SiteId | null }[]> {
  const { rows } = await tx.client.query<{ key: string; zone: ZoneId | null; site: SiteId | null }>(
    `update notice set cleared_at = to_timestamp($1::bigint / 1000.0)
     where cleared_at is null and key like 'run:%'
       and not exists (select from run where id::text = split_part(notice.key, ':', 2) and is_open)
     returning key, zone, site`,
    [at],
  );
  return rows;
}
