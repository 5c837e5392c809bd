import type { Priority } from '../../domain/alarms/priority';
import type { DriveId, GatewayId } from '../../domain/ids';
import type { Tx } from './database';

/** An alarm whose condition was last told to hold, or to be unknown. */
export interface ActiveAlarm {
  definition: string;
  gateway: GatewayId | null;
  drive: DriveId | null;
  key: string;
  priority: Priority;
}

/** Every alarm of drives and gateways whose condition has not been told to be over. */
export async function readActiveAlarms(tx: Tx): Promise<ActiveAlarm[]> {
  const { rows } = await tx.client.query<ActiveAlarm>(
    `select o.definition, nullif(o.gateway, '') as gateway, nullif(o.drive, '') as drive, o.key, o.priority
     from alarm_point p join alarm_occurrence o on o.id = p.occurrence
     where o.active and o.kind <> 'security'`,
  );
  return rows;
}
