import { entityTopicId } from '../../lib/domain/plant/entity';
import type { PlantFile } from '../../lib/domain/plant/file/schema';
import { driveEvidence, GatewayEvidence } from '../gateway-evidence';

/** Days that a demo looks back on. */
const DAYS = 90;

/** What was not in order at the gateways of a zone, from so many days ago until so many. */
const TROUBLES: readonly { zone: string; from: number; until: number; findings: Record<string, object> }[] = [
  {
    ...{ zone: 'raw-water', from: DAYS, until: 34 },
    findings: { 'gw.ssh.config': { rootLogin: 'yes', passwords: true, banner: false, idleMinutes: 0 } },
  },
  {
    ...{ zone: 'treatment', from: 15.4, until: 5.2 },
    findings: { 'gw.fw.update': { signed: true, unexplainedRollbacks: 1 } },
  },
  {
    ...{ zone: 'distribution', from: DAYS, until: 61.3 },
    findings: { 'gw.accounts.default': { enabled: ['admin'] } },
  },
  {
    ...{ zone: 'processing', from: 57.6, until: 50.1 },
    findings: {
      'gw.ports.listening': {
        sockets: [{ protocol: 'tcp', port: 5900, address: '0.0.0.0', process: 'vnc-of-a-contractor' }],
      },
    },
  },
  {
    ...{ zone: 'cold-store', from: 41.7, until: 38.2 },
    findings: { 'gw.ntp': { synchronised: false } },
  },
  {
    ...{ zone: 'utilities', from: 22.5, until: 13.4 },
    findings: { 'gw.backup': { automatic: true, ageDays: 12, restoreTestDays: 40 } },
  },
  {
    ...{ zone: 'conveying', from: DAYS, until: 71.2 },
    findings: {
      'gw.wireless': { radios: [{ kind: 'wlan', on: true, security: 'wpa2-psk', listed: false }] },
    },
  },
  {
    ...{ zone: 'ship-loading', from: DAYS, until: 66.8 },
    findings: { 'gw.backup': { automatic: true, ageDays: 1 } },
  },
];

/** Zones whose gateway nobody heard for a while. */
const SILENCES = [
  { zone: 'raw-water', from: 33.2, until: 32.7 },
  { zone: 'conveying', from: 8.5, until: 8.3 },
];

/** Reports that the gateways of a demo would have sent, had they been there for 90 days. */
export function pastOf({ sites, driveTypes = {} }: PlantFile) {
  const gateways = sites
    .flatMap(({ zones }) => zones)
    .flatMap((zone) => (zone.gateways ?? []).map((gateway) => ({ zone: zone.id as string, gateway })));
  return {
    days: DAYS,
    reports: gateways.flatMap(({ zone, gateway }) => [
      ...reportsOf(zone).map((report) => ({ ...report, gateway: gateway.id, entity: 'device/main//' })),
      ...(gateway.drives ?? []).map(({ entity, type = '', model, firmware, serial }) => ({
        daysAgo: DAYS,
        gateway: gateway.id,
        entity: entityTopicId(entity),
        body: driveEvidence({
          model: model ?? driveTypes[type]?.model ?? '',
          serial,
          firmware: firmware ?? driveTypes[type]?.firmware,
        }),
      })),
    ]),
    silences: SILENCES.flatMap(({ zone, from, until }) =>
      gateways
        .filter((one) => one.zone === zone)
        .map(({ gateway: { id } }) => ({ gateway: id, from, until })),
    ),
  };
}

/** What a gateway of a zone says at first, and whenever that changed. */
function reportsOf(zone: string): { daysAgo: number; body: object }[] {
  const troubles = TROUBLES.filter((trouble) => trouble.zone === zone);
  const moments = new Set([DAYS, ...troubles.flatMap(({ from, until }) => [from, until])]);
  return [...moments]
    .sort((a, b) => b - a)
    .map((daysAgo) => ({
      daysAgo,
      body: Object.assign(
        new GatewayEvidence().report(3),
        ...troubles
          .filter(({ from, until }) => from >= daysAgo && daysAgo > until)
          .map(({ findings }) => findings),
      ) as object,
    }));
}
