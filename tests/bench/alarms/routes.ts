import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IncidentView } from '../../../src/lib/protocol/incidents';
import type { RunView } from '../../../src/lib/protocol/runs';
import type { BenchContext } from '../kit/scenario';
import { apiClient, untilThere } from './client';
import { openIncident } from './incident';
import type { AlarmStage } from './plant';
import { CRITICAL } from './spoken-types';

const ROUTES = join(dirname(fileURLToPath(import.meta.url)), '../../../src/routes/(plant)');

/** A page with the frame, and who looks at it. */
export interface Route {
  path: string;
  person: string;
}

/** What pages of one thing are opened at. */
interface Things {
  site: string;
  zone: string;
  gateway: string;
  drive: string;
  event: number;
  incident: number;
  playbook: string;
  run: string | number;
}

/** Every page within the frame by its folder; `null` is no page of its own. */
const PAGES: Readonly<Record<string, ((things: Things) => string) | string | null>> = {
  '[...path=pageAddress]': '/no-such-page',
  account: '/account',
  alarms: '/alarms',
  'alarms/journal': '/alarms/journal',
  advisories: '/advisories',
  'advisories/[advisory=advisoryId]': null,
  assets: '/assets',
  'assets/[asset=assetId]': ({ gateway }) => `/assets/${encodeURIComponent(`gateway:${gateway}`)}`,
  'assets/lifecycle': '/assets/lifecycle',
  attestations: '/attestations',
  audit: '/audit',
  'audit/[seq]': '/audit/1',
  'drives/[drive=driveId]': ({ drive }) => `/drives/${drive}`,
  events: '/events',
  'events/[event=securityEventId]': ({ event }) => `/events/${event}`,
  gateways: '/gateways',
  'gateways/[gateway=gatewayId]': ({ gateway }) => `/gateways/${gateway}`,
  incidents: '/incidents',
  'incidents/[incident=incidentId]': ({ incident }) => `/incidents/${incident}`,
  overview: '/overview',
  people: '/people',
  playbooks: '/playbooks',
  'playbooks/[playbook=playbookId]': ({ playbook }) => `/playbooks/${playbook}`,
  'playbooks/trust': '/playbooks/trust',
  posture: '/posture',
  'posture/report': '/posture/report',
  quarantine: '/quarantine',
  runs: '/runs',
  'runs/[run=runId]': ({ run }) => `/runs/${run}`,
  sites: '/sites',
  'sites/[site=siteId]': ({ site }) => `/sites/${site}`,
  tokens: '/tokens',
  zones: '/zones',
  'zones/[zone=zoneId]': ({ zone }) => `/zones/${zone}`,
};

/** Pages that an operator is not shown. */
const OF_ADMINISTRATORS = ['audit', 'people', 'playbooks/trust', 'quarantine', 'tokens'];

/** Every page of the program, with something on it. Throws when a page was added that nobody listed here. */
export async function everyRoute(stage: AlarmStage, context: BenchContext): Promise<Route[]> {
  const things = await makeThings(stage, context);
  return pageFolders().flatMap((folder): Route[] => {
    const page = PAGES[folder];
    if (page === undefined) throw new Error(`nobody says how to open the page ${folder}`);
    if (page === null) return [];
    const isClosed = OF_ADMINISTRATORS.some((start) => folder === start || folder.startsWith(`${start}/`));
    return [
      {
        path: typeof page === 'string' ? page : page(things),
        person: isClosed ? 'administrator' : 'operator',
      },
    ];
  });
}

/** Folders with a page of their own, as SvelteKit finds them. */
const pageFolders = (): string[] =>
  readdirSync(ROUTES, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === '+page.svelte')
    .map(({ parentPath }) => relative(ROUTES, parentPath))
    .sort();

/** One of each thing that has a page. */
async function makeThings(stage: AlarmStage, { signal }: BenchContext): Promise<Things> {
  const { product, plant, speaker, speakerGateway } = stage;
  const responder = apiClient(product.url, await product.signIn('responder'));
  const alarm = { drive: speakerGateway.drives[0]!, type: CRITICAL, severity: 'critical' } as const;
  await speaker.raise({ ...alarm, text: 'so that there is an event' });
  const event = await untilThere(
    'an event',
    async () => (await responder.get<{ items: { id: number }[] }>('events?limit=1')).items[0],
    { withinMs: 10_000, signal },
  );
  await speaker.clear(alarm);
  const incident: IncidentView = await openIncident(responder);
  const { items } = await responder.get<{ items: { id: string; executable: boolean }[] }>('playbooks');
  const playbook = items.find(({ executable }) => executable)!.id;
  const body = { mode: 'drill', gateway: speakerGateway.id, incident: incident.id };
  const { answer } = await responder.post<{ run: RunView }>(`playbooks/${playbook}/runs`, body);
  const [gateway] = plant.gateways;
  return {
    site: gateway!.site,
    zone: gateway!.zone,
    gateway: gateway!.id,
    drive: plant.drives[0]!,
    event: event.id,
    incident: incident.id,
    playbook,
    run: answer.run.id,
  };
}
