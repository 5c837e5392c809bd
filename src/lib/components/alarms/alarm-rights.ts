import type { ZoneId } from '$lib/domain/ids';
import type { Audience } from '$lib/domain/access/visibility';

/** Where the person of this page may do what with alarms; decided by the server with the page, and again with each act. */
export interface AlarmRights {
  /** Acknowledge, confirm, reset, shelve: one row of people in the action table. */
  handle: AlarmReach;
  /** Suppress, take out of service. */
  restrain: AlarmReach;
}

interface AlarmReach {
  zones: readonly ZoneId[];
  /** Also alarms of Zonewatch itself, which stand in no zone. */
  everything: boolean;
}

export const reachOf = ({ zones, everything }: Audience): AlarmReach => ({ zones: [...zones], everything });

export const reaches = ({ zones, everything }: AlarmReach, { zone }: { zone: ZoneId | null }): boolean =>
  zone === null ? everything : zones.includes(zone);

/** Whether there is any alarm that the person might have to answer: to all others alarms do not sound. */
export const answersAnywhere = ({ handle }: AlarmRights): boolean =>
  handle.everything || handle.zones.length > 0;
