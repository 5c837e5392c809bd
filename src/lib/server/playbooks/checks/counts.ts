import { PRIORITIES } from '../../../domain/alarms/priority';
import type { GatewayId, SiteId, ZoneId } from '../../../domain/ids';
import { textOf, timeMs } from '../../../domain/playbooks/commands/judge-claim';
import type { Found } from '../../../domain/playbooks/commands/found';
import type { Claim, Where } from '../../../domain/playbooks/commands/statement';
import { EVENT_TYPE_IDS } from '../../../domain/security/catalogue';
import { EVENT_SEVERITIES } from '../../../domain/security/severity';
import { countAlarms, countAlarmsAt, countEvents, type CountedPlace } from '../../storage/check-store';
import type { Look } from './parts';

export async function findAlarms(claim: Extract<Claim, { about: 'alarms' }>, look: Look): Promise<Found[]> {
  const place = placeOf(claim.where, look);
  if (place === undefined) return [];
  const wanted = claim.priority === undefined ? undefined : Number(textOf(claim.priority.value));
  const priorities = PRIORITIES.filter(
    (one) => wanted === undefined || (claim.priority?.orHigher === true ? one <= wanted : one === wanted),
  );
  const definition = claim.definition === undefined ? undefined : textOf(claim.definition);
  const { unacknowledged } = claim;
  const filter = { unacknowledged, priorities, definition };
  const count =
    look.run.recorded === undefined
      ? countAlarms(look.tx, place, filter)
      : countAlarmsAt(look.tx, place, { ...filter, at: look.at });
  return counted(await count, 'alarm');
}

export async function findEvents(claim: Extract<Claim, { about: 'events' }>, look: Look): Promise<Found[]> {
  const place = placeOf(claim.where, look);
  // In a drill the past passes as much faster as everything; a record that is played is the past itself.
  const scale = look.run.recorded === undefined ? look.run.timeScale : 1;
  const within = timeMs(claim.within) / scale;
  if (place === undefined || !Number.isFinite(within)) return [];
  const worst = claim.severity === undefined ? undefined : textOf(claim.severity.value);
  const severities = EVENT_SEVERITIES.filter(
    (one, i) =>
      worst === undefined ||
      (claim.severity?.orHigher === true
        ? i <= (EVENT_SEVERITIES as readonly string[]).indexOf(worst)
        : one === worst),
  );
  const type = claim.type === undefined ? undefined : textOf(claim.type);
  const types =
    type === undefined
      ? undefined
      : EVENT_TYPE_IDS.filter((id) => id === type || (type.endsWith('.') && id.startsWith(type)));
  const from = look.at - within;
  const count = countEvents(look.tx, place, { types, severities, from, to: look.at });
  return counted(await count, 'event');
}

const counted = (count: number, noun: string): Found[] => [
  {
    drive: null,
    name: noun,
    value: {
      known: true,
      number: count,
      plain: String(count),
      text: count === 0 ? `no ${noun}` : `${count} ${noun}${count === 1 ? '' : 's'}`,
    },
  },
];

/** Undefined when there is no such place: then nothing is counted, and nothing holds. */
function placeOf(where: Where, { parts, run }: Look): CountedPlace | undefined {
  const plant = parts.plant();
  const behind = (gateway: GatewayId): CountedPlace => ({
    gateway,
    drives: plant.drives.filter((drive) => drive.gateway === gateway).map(({ id }) => id),
  });
  switch (where.kind) {
    case 'plant':
      return {};
    case 'run':
      if (run.gateway !== null) {
        const all = behind(run.gateway);
        return { ...all, drives: [...new Set([...(all.drives ?? []), ...run.drives])] };
      }
      if (run.drives.length > 0) return { drives: run.drives };
      return run.zone === null ? undefined : { zones: [run.zone] };
    case 'gateway': {
      const gateway = plant.gateways.find(({ id }) => id === textOf(where.name));
      return gateway === undefined ? undefined : behind(gateway.id);
    }
    case 'drive': {
      const drive = plant.drives.find(({ id }) => id === textOf(where.name));
      return drive === undefined ? undefined : { drives: [drive.id] };
    }
    case 'zone': {
      const zone: ZoneId | undefined = plant.zones.find(({ id }) => id === textOf(where.name))?.id;
      return zone === undefined ? undefined : { zones: [zone] };
    }
    case 'site': {
      const site: SiteId | undefined = plant.sites.find(({ id }) => id === textOf(where.name))?.id;
      return site === undefined ? undefined : { site };
    }
  }
}
