import { z } from 'zod';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { gatewayId, siteId, zoneId } from '../../../domain/ids';
import type { Drive, Plant } from '../../../domain/plant/model';
import { pageById, paging } from './cursor';
import { driveView } from './drive-view';
import { defineOperation, type OperationContext } from './operation';
import { driveShape, gatewayShape, listOf, momentOrNull, siteShape, zoneShape } from './shapes';

const none = z.object({});

/** The part of the plant that the caller may see. */
function visiblePlant({
  app,
  actor,
}: OperationContext): Pick<Plant, 'sites' | 'zones' | 'gateways' | 'drives'> {
  const plant = app.plant();
  const audience = audienceOf(actor, plant);
  return {
    sites: plant.sites.filter((site) => audience.sites.has(site.id)),
    zones: plant.zones.filter((zone) => audience.zones.has(zone.id)),
    gateways: plant.gateways.filter((gateway) => canSeePlaced(audience, gateway)),
    drives: plant.drives.filter((drive) => canSeePlaced(audience, drive)),
  };
}

export const listSites = defineOperation({
  path: '/sites',
  summary: 'Sites with at least one zone that the caller may see',
  action: 'plant.view',
  params: none,
  query: z.object(paging),
  response: listOf(siteShape),
  run({ query }, context) {
    const { sites, zones, gateways, drives } = visiblePlant(context);
    const siteOf = new Map(zones.map((zone) => [zone.id, zone.site]));
    const items = sites.map((site) => ({
      id: site.id,
      name: site.name,
      timeZone: site.timeZone,
      zones: zones.filter((zone) => zone.site === site.id).length,
      gateways: gateways.filter((gateway) => gateway.site === site.id).length,
      drives: drives.filter((drive) => siteOf.get(drive.zone) === site.id).length,
    }));
    return pageById('sites', items, query);
  },
});

export const listZones = defineOperation({
  path: '/zones',
  summary: 'Zones that the caller may see',
  action: 'plant.view',
  params: none,
  query: z.object({ ...paging, site: siteId.optional() }),
  response: listOf(zoneShape),
  run({ query }, context) {
    const zones = visiblePlant(context).zones.filter(
      (zone) => query.site === undefined || zone.site === query.site,
    );
    const items = zones.map((zone) => ({
      id: zone.id,
      site: zone.site,
      name: zone.name,
      production: zone.production,
      targetLevels: [...zone.targetLevels],
      processOwners: [...zone.processOwners],
      safetyImpact: zone.safetyImpact,
      missionImpact: zone.missionImpact,
    }));
    return pageById('zones', items, query);
  },
});

export const listGateways = defineOperation({
  path: '/gateways',
  summary: 'Gateways that the caller may see, with the health of their links',
  action: 'plant.view',
  params: none,
  query: z.object({ ...paging, site: siteId.optional() }),
  response: listOf(gatewayShape),
  run({ query }, context) {
    const gateways = visiblePlant(context).gateways.filter(
      (gateway) => query.site === undefined || gateway.site === query.site,
    );
    const page = pageById('gateways', gateways, query);
    return {
      ...page,
      items: page.items.map((gateway) => {
        const { since, lastHeardAt, certificateNotAfter, ...health } = context.app.gatewayHealth(gateway.id);
        return {
          ...health,
          model: gateway.model ?? null,
          since: momentOrNull(since),
          lastHeardAt: momentOrNull(lastHeardAt),
          certificateNotAfter: momentOrNull(certificateNotAfter),
        };
      }),
    };
  },
});

export const listDrives = defineOperation({
  path: '/drives',
  summary: 'Drives that the caller may see, with their state and freshness',
  action: 'plant.view',
  params: none,
  query: z.object({
    ...paging,
    site: siteId.optional(),
    zone: zoneId.optional(),
    gateway: gatewayId.optional(),
  }),
  response: listOf(driveShape),
  run({ query }, context) {
    const { drives, zones } = visiblePlant(context);
    const siteOf = new Map(zones.map((zone) => [zone.id, zone.site]));
    const wanted = (drive: Drive) =>
      (query.site === undefined || siteOf.get(drive.zone) === query.site) &&
      (query.zone === undefined || drive.zone === query.zone) &&
      (query.gateway === undefined || drive.gateway === query.gateway);
    const page = pageById('drives', drives.filter(wanted), query);
    return { ...page, items: page.items.map((drive) => driveView(context, drive)) };
  },
});
