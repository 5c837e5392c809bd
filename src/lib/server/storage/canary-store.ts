import { canaryHeard } from '../../protocol/alarms';
import type { AlarmSnapshot } from '../../protocol/alarms';
import type { Tx } from './database';

/** Entries of the stream among which the last canary is looked for; older than all of them it tells nothing. */
const AMONG = 2_000;

/** The canary that came through last; `null` when there was none lately. */
export async function readCanary(tx: Tx): Promise<AlarmSnapshot['canary']> {
  const { rows } = await tx.client.query<{ body: unknown }>(
    `select body from stream_entry
     where seq > (select coalesce(max(seq), 0) - ${AMONG} from stream_entry) and type = 'canary.heard'
     order by seq desc limit 1`,
  );
  const heard = canaryHeard.safeParse(rows[0]?.body);
  return heard.success ? { number: heard.data.number, sentAt: heard.data.sentAt } : null;
}
