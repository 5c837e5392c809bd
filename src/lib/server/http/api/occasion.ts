import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import type { AlarmId, DriveId, GatewayId, IncidentId, ZoneId } from '../../../domain/ids';
import { driveSigns, gatewaySigns } from '../../../domain/playbooks/conditions';
import type { Occasion, Sign } from '../../../domain/playbooks/suggest';
import type { AlarmView } from '../../../protocol/alarms';
import type { PlaybookSuggestion } from '../../../protocol/playbook-suggestions';
import type { SecurityEventView } from '../../../protocol/security-events';
import { listAlarms, readAlarm } from '../../alarms/list';
import { readFile } from '../../incidents/read';
import type { OperationContext } from './operation';

/** Where somebody stands who asks for a playbook: one of these. */
export interface Asked {
  alarm?: AlarmId | undefined;
  incident?: IncidentId | undefined;
  gateway?: GatewayId | undefined;
  drive?: DriveId | undefined;
}

/** An occasion, and what a run that is begun there is about. */
export interface Found {
  occasion: Occasion;
  start: Omit<PlaybookSuggestion['start'], 'variables'>;
}

/** Alarms of one gateway or drive that are looked at, the worst first. */
const MOST_ALARMS = 100;

/** What the caller may see of the place that they ask from; of nowhere, nothing. Throws `not-found`. */
export async function occasionOf(asked: Asked, context: OperationContext): Promise<Found> {
  if (asked.alarm !== undefined) return ofAlarm(asked.alarm, context);
  if (asked.incident !== undefined) return ofIncident(asked.incident, context);
  if (asked.drive !== undefined) return ofDrive(asked.drive, context);
  if (asked.gateway !== undefined) return ofGateway(asked.gateway, context);
  return { occasion: { signs: [], rule: null, gateway: null, drives: [] }, start: {} };
}

async function ofAlarm(id: AlarmId, { app, actor }: OperationContext): Promise<Found> {
  const reader = { actor, plant: app.plant(), now: app.clock.now() };
  const { alarm } = await app.database.read((tx) => readAlarm(tx, reader, id));
  const drives = alarm.drive === null ? [] : [alarm.drive];
  return {
    occasion: { signs: [signOf(alarm)], rule: null, gateway: alarm.gateway, drives },
    start: {
      alarm: id,
      ...known({ incident: alarm.incident, gateway: alarm.gateway, zone: alarm.zone }),
      ...some(drives),
    },
  };
}

async function ofIncident(id: IncidentId, { app, actor }: OperationContext): Promise<Found> {
  const { incident, links } = await readFile(app.database, id, actor, app.plant(), app.linkedViews);
  const signs = [
    ...links.alarms.map((alarm) => ({ at: alarm.raisedAt, sign: signOf(alarm) })),
    ...links.events.map((event) => ({ at: event.lastSeenAt, sign: signOfEvent(event) })),
  ].sort((a, b) => b.at - a.at);
  // What an alarm or event names is linked as a thing of its own too; what people linked may name more.
  const plant = app.plant();
  const gateway =
    links.alarms[0]?.gateway ??
    links.events[0]?.gateway ??
    plant.gateways.find(({ id: one }) => links.gateways.includes(one))?.id ??
    null;
  const drives = plant.drives.filter(({ id: one }) => links.drives.includes(one)).map(({ id: one }) => one);
  return {
    occasion: { signs: signs.map(({ sign }) => sign), rule: incident.rule, gateway, drives },
    start: { incident: id, ...known({ gateway, zone: incident.zone }), ...some(drives) },
  };
}

async function ofGateway(id: GatewayId, context: OperationContext): Promise<Found> {
  const { app } = context;
  const gateway = app.plant().gateways.find((one) => one.id === id);
  if (gateway === undefined || !isVisible(gateway, context)) throw new DomainError('not-found');
  const condition = gatewaySigns(app.gatewayHealth(id), app.clock.now());
  const signs = [...(await alarmSigns({ gateway: id }, context)), ...condition];
  return {
    occasion: { signs, rule: null, gateway: id, drives: [] },
    start: { gateway: id, zone: gateway.zone },
  };
}

async function ofDrive(id: DriveId, context: OperationContext): Promise<Found> {
  const drive = context.app.plant().drives.find((one) => one.id === id);
  if (drive === undefined || !isVisible(drive, context)) throw new DomainError('not-found');
  const condition = driveSigns(drive, context.app.clock.now());
  const signs = [...(await alarmSigns({ drive: id }, context)), ...condition];
  return {
    occasion: { signs, rule: null, gateway: drive.gateway, drives: [id] },
    start: { gateway: drive.gateway, drives: [id], zone: drive.zone },
  };
}

const isVisible = (thing: { zone: ZoneId }, { app, actor }: OperationContext): boolean =>
  canSeePlaced(audienceOf(actor, app.plant()), thing);

async function alarmSigns(
  of: { gateway?: GatewayId; drive?: DriveId },
  { app, actor }: OperationContext,
): Promise<Sign[]> {
  const reader = { actor, plant: app.plant(), now: app.clock.now() };
  const { alarms } = await app.database.read((tx) =>
    listAlarms(tx, reader, { ...of, list: 'open' }, { limit: MOST_ALARMS }),
  );
  return alarms.map(signOf);
}

const signOf = ({ definition, facts }: AlarmView): Sign => ({ type: definition, facts });

function signOfEvent({ type, fields }: SecurityEventView): Sign {
  const facts = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? String(value) : value,
  ]);
  return { type, facts: Object.fromEntries(facts) as Sign['facts'] };
}

const some = (drives: readonly DriveId[]): { drives?: DriveId[] } =>
  drives.length === 0 ? {} : { drives: [...drives] };

/** Without what is not known. */
function known<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
