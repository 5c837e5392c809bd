import { driveId, gatewayId, type DriveId, type GatewayId } from '../../domain/ids';
import type { Tx } from './database';
import { jsonRecords } from './json-records';
import { alarmPoint } from './schema/alarm-point';

/** What alarms are about, and where it stood when it was last looked; '' stands for none. */
export interface AlarmPlace {
  gateway: GatewayId | '';
  drive: DriveId | '';
  site: string;
  zone: string;
}

/** Each gateway and drive that has alarms, once per place. */
export async function readPlacesOfAlarms(tx: Tx): Promise<AlarmPlace[]> {
  const { rows } = await tx.client.query<{ gateway: string; drive: string; site: string; zone: string }>(
    'select distinct gateway, drive, site, zone from alarm_point',
  );
  return rows.map(({ gateway, drive, ...place }) => ({
    gateway: gateway === '' ? '' : gatewayId.parse(gateway),
    drive: drive === '' ? '' : driveId.parse(drive),
    ...place,
  }));
}

/** Has alarms stand somewhere else; returns the listed occurrences among them. History stays where it was. */
export async function moveAlarms(tx: Tx, moved: readonly AlarmPlace[]): Promise<number[]> {
  if (moved.length === 0) return [];
  const places = jsonRecords(alarmPoint, moved);
  await tx.client.query(
    'select id from alarm_point where (gateway, drive) in (select gateway, drive from json_populate_recordset(null::alarm_point, $1)) order by id for update',
    [places],
  );
  await tx.client.query(
    `update alarm_point p set site = r.site, zone = r.zone
     from json_populate_recordset(null::alarm_point, $1) r where (p.gateway, p.drive) = (r.gateway, r.drive)`,
    [places],
  );
  const { rows } = await tx.client.query<{ id: number }>(
    `update alarm_occurrence o set site = r.site, zone = r.zone, revision = o.revision + 1
     from json_populate_recordset(null::alarm_point, $1) r
     where (o.gateway, o.drive) = (r.gateway, r.drive) and o.bucket > 0 returning o.id`,
    [places],
  );
  return rows.map(({ id }) => id);
}
