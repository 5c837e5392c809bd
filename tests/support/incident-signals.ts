import { alarmId, driveId, gatewayId, securityEventId, siteId, zoneId } from '../../src/lib/domain/ids';
import type { Places } from '../../src/lib/domain/incidents/places';
import type { IncidentSignal } from '../../src/lib/domain/incidents/signal';

/** 20 Nov 2026, 09:00:00 UTC. */
export const NINE = Date.UTC(2026, 10, 20, 9);

interface Given {
  at?: number;
  gateway?: string | null;
  drive?: string | null;
  zone?: string | null;
  site?: string | null;
  key?: string;
}

let made = 0;

const common = (type: string, { at = NINE, gateway, drive, zone, site, key = '' }: Given) => {
  made += 1;
  return {
    type,
    site: site === null ? null : siteId.parse(site ?? 'aarhus'),
    zone: zone === null ? null : zoneId.parse(zone ?? 'pumps'),
    gateway: gateway === null ? null : gatewayId.parse(gateway ?? 'gw-007'),
    drive: drive === undefined || drive === null ? null : driveId.parse(drive),
    key,
    at,
    sourceTime: undefined,
    clockUncertaintyMs: undefined,
    severity: 'high' as const,
    title: type,
    text: `${type} at ${gateway ?? 'gw-007'}`,
  };
};

/** An alarm that was raised at gateway gw-007 of zone pumps in aarhus unless stated otherwise. */
export function anAlarm(type: string, given: Given = {}): IncidentSignal {
  const facts = common(type, given);
  return { ...facts, kind: 'alarm', id: alarmId.parse(made), priority: 2 };
}

/** A security event from there, likewise. */
export function anEvent(
  type: string,
  response: 'none' | 'review' | 'act',
  given: Given = {},
): IncidentSignal {
  const facts = common(type, given);
  return { ...facts, kind: 'event', id: securityEventId.parse(made), response };
}

/** A plant in which everything is called by its id, with so many gateways at each site. */
export const placesWith = (gateways: number): Places => ({
  siteName: (id) => id ?? 'the plant',
  zoneName: (id) => id ?? 'no known zone',
  gatewayName: (id) => id ?? 'an unknown gateway',
  driveName: (id) => id ?? 'an unknown drive',
  gatewaysOf: () => gateways,
});
