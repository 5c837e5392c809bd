import { can } from '../../domain/access/can';
import type { Actor } from '../../domain/access/roles';
import { zoneSubject } from '../../domain/access/subject';
import { audienceOf, canSeePlaced } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import type { AlarmId, DriveId, GatewayId, IncidentId, SiteId, ZoneId } from '../../domain/ids';
import { canSeeIncident } from '../../domain/incidents/subject';
import type { Plant } from '../../domain/plant/model';
import type { RunMode } from '../../domain/playbooks/run';
import { readAlarmViews } from '../storage/alarm-view';
import type { Tx } from '../storage/database';
import { selectIncident } from '../storage/incident-store';
import { heldAssets } from '../storage/run-lock-store';
import { assertOnePlace, GATEWAY_VARIABLES } from './one-place';

/** From where a run is started. */
export interface StartPlace {
  mode: RunMode;
  alarm?: AlarmId | undefined;
  incident?: IncidentId | undefined;
  gateway?: GatewayId | undefined;
  drives?: readonly DriveId[] | undefined;
  zone?: ZoneId | undefined;
  /** A drill on stored telemetry may be about real equipment: it acts upon nothing. */
  recorded?: object | undefined;
  variables: Readonly<Record<string, string>>;
}

/** Where in the plant a run is, and what it is about. */
export interface Place {
  alarm: AlarmId | null;
  incident: IncidentId | null;
  gateway: GatewayId | null;
  drives: DriveId[];
  zone: ZoneId | null;
  site: SiteId | null;
}

interface Asker {
  actor: Actor;
  plant: Plant;
  now: number;
  isSimulated(gateway: GatewayId): boolean;
}

/**
 * Finds the place of a run: what was named, then what the alarm, the incident or the variables tell. A drill that
 * names nothing takes the first simulated gateway that the actor may drill on and nobody uses. Throws
 * `not-found` for what there is not, or may not be seen, and `input.invalid` for what is not in one place.
 */
export async function placeOf(tx: Tx, start: StartPlace, asker: Asker): Promise<Place> {
  const { plant, actor } = asker;
  const audience = audienceOf(actor, plant);
  const alarm = await seenAlarm(tx, start.alarm, asker);
  const incident = await seenIncident(tx, start.incident ?? alarm?.incident ?? undefined, asker);
  const asked = start.drives ?? (alarm?.drive == null ? [] : [alarm.drive]);
  const named = start.variables['__drive__'];
  const ids = asked.length === 0 && named ? [named as DriveId] : asked;
  const drives = ids.map((id) => {
    const drive = plant.drives.find((one) => one.id === id && canSeePlaced(audience, one));
    if (drive === undefined) throw hidden(`drive ${id}`);
    return drive;
  });
  const told = GATEWAY_VARIABLES.map((name) => start.variables[name]).find(Boolean);
  const wanted = start.gateway ?? alarm?.gateway ?? told ?? drives[0]?.gateway;
  const known = plant.gateways.find(
    ({ id }) => id === wanted && canSeePlaced(audience, { zone: zoneOf(plant, id) }),
  );
  if (known === undefined && wanted !== undefined && wanted !== null && (start.gateway ?? told) === wanted) {
    throw hidden(`gateway ${wanted}`);
  }
  const isBare =
    known === undefined && drives.length === 0 && start.zone === undefined && incident === undefined;
  const gateway =
    known ?? (isBare && start.mode === 'drill' ? await freeGateway(tx, start, asker) : undefined);
  const zoneId = start.zone ?? gateway?.zone ?? drives[0]?.zone ?? alarm?.zone ?? incident?.zone ?? undefined;
  const zone = plant.zones.find(({ id }) => id === zoneId);
  if (start.zone !== undefined && zone === undefined) throw hidden(`zone ${start.zone}`);
  assertOnePlace({ variables: start.variables, gateway, drives, zone: zone?.id });
  return {
    alarm: start.alarm ?? null,
    incident: incident?.id ?? null,
    gateway: gateway?.id ?? null,
    drives: drives.map(({ id }) => id),
    zone: zone?.id ?? null,
    site: zone?.site ?? alarm?.site ?? incident?.site ?? null,
  };
}

const zoneOf = (plant: Plant, gateway: GatewayId): ZoneId | undefined =>
  plant.gateways.find(({ id }) => id === gateway)?.zone;

async function seenAlarm(tx: Tx, id: AlarmId | undefined, { plant, actor, now }: Asker) {
  if (id === undefined) return undefined;
  const [view] = await readAlarmViews(tx, [id], now);
  if (view !== undefined && canSeePlaced(audienceOf(actor, plant), view)) return view;
  throw hidden(`alarm ${id}`);
}

async function seenIncident(tx: Tx, id: IncidentId | undefined, { plant, actor }: Asker) {
  if (id === undefined) return undefined;
  const row = await selectIncident(tx, id);
  if (row !== undefined && canSeeIncident(audienceOf(actor, plant), row.status)) {
    return { id, zone: row.status.zone, site: row.status.site };
  }
  throw hidden(`incident ${id}`);
}

async function freeGateway(tx: Tx, { recorded }: StartPlace, { plant, actor, isSimulated }: Asker) {
  const held = await heldAssets(tx);
  return plant.gateways.find(({ id, zone: zoneId }) => {
    const zone = plant.zones.find((one) => one.id === zoneId);
    const isFree = recorded !== undefined || (isSimulated(id) && !held.has(`gateway:${id}`));
    if (zone === undefined || !isFree) return false;
    const subject = zoneSubject(zone);
    const drill = subject.kind === 'zone' ? { ...subject, forOperators: true } : subject;
    return can(actor, 'run.start', drill, plant).allowed;
  });
}

const hidden = (what: string): DomainError =>
  new DomainError('not-found', `There is no ${what}, or you may not see it.`);
