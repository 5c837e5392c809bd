import { recount } from '../storage/alarm-count-store';
import { moveAlarms, readPlacesOfAlarms } from '../storage/alarm-place-store';
import type { Tx } from '../storage/database';
import { soleAlarmReporter } from '../storage/locks';
import type { LateNews } from './late-news';
import type { Places } from './place';

/**
 * Has alarms stand where the plant as it is now says, and counts all of them anew: after a start, and after the
 * plant file changed. Those that moved are told of in their new zones.
 */
export async function replaceAlarms(tx: Tx, places: Places, late: LateNews): Promise<void> {
  await soleAlarmReporter(tx);
  const moved = (await readPlacesOfAlarms(tx)).flatMap(({ gateway, drive, zone, site }) => {
    const now = places.of({ gateway: gateway === '' ? null : gateway, drive: drive === '' ? null : drive });
    return now.zone === zone && now.site === site ? [] : [{ gateway, drive, ...now }];
  });
  const listed = await moveAlarms(tx, moved);
  await recount(tx);
  late.add(tx, listed);
}
