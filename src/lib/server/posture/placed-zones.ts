import type { GatewayId, ZoneId } from '../../domain/ids';
import type { AllowedTraffic, Conduit, Drive, Gateway, Plant, Zone } from '../../domain/plant/model';
import type { RuleContext } from '../../domain/posture/reported/rule';

/** A zone with what stands in it and what its conduits allow. */
export interface PlacedZone {
  zone: Zone;
  gateways: readonly Gateway[];
  drives: readonly Drive[];
  /** What reports from this zone are held against. */
  rules: RuleContext;
}

/** The plant by zone; made once per plant, as there may be 20,000 drives. */
export interface PlacedZones {
  byId: ReadonlyMap<ZoneId, PlacedZone>;
  /** The zone in which a gateway stands. */
  zoneOf(gateway: GatewayId): PlacedZone | undefined;
  /** Zones that hear through a gateway: its own, and those of the drives behind it. */
  heardThrough(gateway: GatewayId): Iterable<ZoneId>;
  drive(gateway: GatewayId, entity: string): Drive | undefined;
}

export function placeZones(plant: Plant): PlacedZones {
  const gateways = byZone(plant.gateways);
  const drives = byZone(plant.drives);
  const byId = new Map(
    plant.zones.map((zone): [ZoneId, PlacedZone] => [
      zone.id,
      {
        zone,
        gateways: gateways.get(zone.id) ?? [],
        drives: drives.get(zone.id) ?? [],
        rules: rulesOf(zone.id, plant.conduits),
      },
    ]),
  );
  const standsIn = new Map(plant.gateways.map(({ id, zone }) => [id, zone]));
  const heard = new Map(plant.gateways.map(({ id, zone }) => [id, new Set([zone])]));
  for (const { gateway, zone } of plant.drives) heard.get(gateway)?.add(zone);
  const byEntity = new Map(plant.drives.map((drive) => [`${drive.gateway} ${drive.entity}`, drive]));
  return {
    byId,
    zoneOf(gateway) {
      const id = standsIn.get(gateway);
      return id === undefined ? undefined : byId.get(id);
    },
    heardThrough: (gateway) => heard.get(gateway) ?? [],
    drive: (gateway, entity) => byEntity.get(`${gateway} ${entity}`),
  };
}

function byZone<Placed extends { zone: ZoneId }>(all: readonly Placed[]): ReadonlyMap<ZoneId, Placed[]> {
  const zones = new Map<ZoneId, Placed[]>();
  for (const one of all) {
    const those = zones.get(one.zone);
    if (those === undefined) zones.set(one.zone, [one]);
    else those.push(one);
  }
  return zones;
}

/**
 * What a zone accepts, by the plant file: ports that its conduits let others open are no finding, and a gateway of a
 * zone with conduits is its boundary. The plant file names no hosts, so destinations are not judged.
 */
function rulesOf(zone: ZoneId, conduits: readonly Conduit[]): RuleContext {
  const own = conduits.filter(({ from, to }) => from === zone || to === zone);
  const opened = own.flatMap(({ to, allowed }) => {
    const inwards = to === zone ? 'from-to' : 'to-from';
    return allowed.filter(({ direction }) => direction === 'both' || direction === inwards);
  });
  return { listeners: new Set(opened.flatMap(portOf)), destinations: new Set(), isBoundary: own.length > 0 };
}

const portOf = ({ protocol, port }: AllowedTraffic): string[] =>
  port === undefined ? [] : [`${port}/${/udp/i.test(protocol) ? 'udp' : 'tcp'}`];
