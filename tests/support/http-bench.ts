import { join } from 'node:path';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { Plant } from '../../src/lib/domain/plant/model';
import type { App } from '../../src/lib/server/app';
import type { GatewayHealth } from '../../src/lib/protocol/down';
import { DAY_MS } from '../../src/lib/domain/time';
import { createAssets } from '../../src/lib/server/create-assets';
import { createRuns } from '../../src/lib/server/create-runs';
import type { InventoryAsset } from '../../src/lib/domain/assets/asset';
import { systemActor } from '../../src/lib/domain/access/roles';
import { NO_REQUEST } from '../../src/lib/server/access/command';
import { perform } from '../../src/lib/server/access/perform';
import { endOwnSessions } from '../../src/lib/server/access/own-account';
import { addPerson } from '../../src/lib/server/access/people';
import { Advisories } from '../../src/lib/server/advisories/service';
import { createAuditLog } from '../../src/lib/server/audit/log';
import { MUTATIONS, OPERATIONS } from '../../src/lib/server/http/api/openapi';
import { apiMutation } from '../../src/lib/server/http/api-mutation';
import { INGEST_PATH, receiveRecords } from '../../src/lib/server/http/log-ingest';
import { requestPath } from '../../src/lib/server/http/hook-order';
import { alive, measurements, ready } from '../../src/lib/server/http/operations-endpoints';
import { signInByScript, signOutAnyhow } from '../../src/lib/server/http/sign-in-handlers';
import { TokenDesk } from '../../src/lib/server/access/ingest-tokens';
import { createMetrics } from '../../src/lib/server/metrics';
import { extraFreshness, signalFreshness } from '../../src/lib/server/plant/live-drive';
import { driveNow } from '../../src/lib/server/plant/drive-now';
import { PlaybookKey } from '../../src/lib/server/playbooks/library/playbook-key';
import { PlaybookLibrary } from '../../src/lib/server/playbooks/library/library';
import { trustOwnKey } from '../../src/lib/server/playbooks/library/signers';
import { previewLoss } from '../../src/lib/server/playbooks/loss-preview';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import { Posture } from '../../src/lib/server/posture/service';
import { readSettings } from '../../src/lib/server/settings';
import { trendSources } from '../../src/lib/server/trend-sources';
import { trendReport } from '../../src/lib/server/trends/report';
import { readAccountFacts } from '../../src/lib/server/storage/account-facts';
import { readAlarmViews } from '../../src/lib/server/storage/alarm-view';
import { listAttestations } from '../../src/lib/server/storage/attestation-store';
import { readPoints } from '../../src/lib/server/storage/posture-point-store';
import { readGatewayFacts, readSaidOf } from '../../src/lib/server/storage/gateway-facts';
import { presentEvent } from '../../src/lib/server/detection/present';
import { readSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { readHistory } from '../../src/lib/server/storage/history-store';
import { readQuarantine } from '../../src/lib/server/storage/quarantine-store';
import { listRefusals } from '../../src/lib/server/storage/refusal-store';
import { accessBench, type AccessBench } from './access';
import { temporaryDirectory } from './temporary-directory';

type Handler = (event: RequestEvent) => Response | Promise<Response>;

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  cookie?: string;
  body?: string | ReadableStream;
  address?: string;
  /** Scheme and host as the browser sees them. */
  origin?: string;
}

export interface HttpBench extends AccessBench {
  app: App;
  image: LiveImage;
  /** What runs software; advisories are matched against it when `advisories.round()` is called. */
  inventory: InventoryAsset[];
  advisories: Advisories;
  /** Judges when it is told to: `round()`. */
  posture: Posture;
  /** Sends a request through everything a real one passes, up to the handler of its path. */
  ask(path: string, request?: Ask): Promise<Response>;
  /** The event that a page's `load` or action gets, signed in by the request's cookie. */
  event(path: string, request?: Ask): Promise<RequestEvent>;
  json(
    path: string,
    request?: Ask,
  ): Promise<{ status: number; body: Record<string, unknown>; response: Response }>;
}

const ROUTES: { id: string; method: string; pattern: RegExp; names: string[]; handle: Handler }[] = [
  ...OPERATIONS.map(({ path, handle }) => route('GET', `/api/v1${path}`, handle)),
  ...MUTATIONS.map(({ path, handle }) => route('POST', `/api/v1${path}`, handle)),
  route('POST', INGEST_PATH, receiveRecords),
  route('POST', '/login', signInByScript),
  route('POST', '/logout', signOutAnyhow),
  route('GET', '/healthz', alive),
  route('GET', '/readyz', ready),
  route('GET', '/metrics', measurements),
  // Mutations without an address of their own yet, to meet the adapter with.
  route(
    'POST',
    '/test/people',
    apiMutation(addPerson, (result) => Response.json(result)),
  ),
  route(
    'POST',
    '/test/end-sessions',
    apiMutation(endOwnSessions, () => new Response(null, { status: 204 })),
  ),
];

function route(method: string, path: string, handle: Handler) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const id = path.replace(/\{(\w+)\}/g, '[$1]');
  return { id, method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`), names, handle };
}

export async function httpBench(plant: Plant): Promise<HttpBench> {
  const bench = await accessBench(plant);
  const image = new LiveImage();
  image.setPlant(plant);
  const { db } = bench.test;
  const metrics = createMetrics();
  const keys = temporaryDirectory('http');
  const audit = createAuditLog({
    database: db,
    bus: bench.bus,
    clock: bench.clock,
    log: bench.host.log,
    metrics,
    alarms: { raise: async () => undefined, clear: async () => undefined },
    installation: 'test',
    keysDirectory: keys.path,
    checkpoints: { folder: join(keys.path, 'checkpoints'), copy: undefined },
  });
  const posture = new Posture({
    database: db,
    bus: bench.bus,
    clock: bench.clock,
    log: bench.host.log,
    plant: () => plant,
    linkOf: (id) => ({ ...health(plant, id), certificateNotAfter: bench.clock.now() + 90 * DAY_MS }),
    selfFacts: async () => ({
      auditIntact: undefined,
      accounts: await db.read((tx) => readAccountFacts(tx, 0)),
      refusedMessages: 0,
      remote: { all: 0, withoutEnd: 0 },
      retired: { all: 0, stillTrusted: [] },
      proofs: { signInHeld: false, strangerRefused: false, alarmsArrive: undefined },
      newestLogs: new Map(),
      web: 'loopback',
    }),
  });
  const inventory: InventoryAsset[] = [];
  const advisories = new Advisories({
    database: db,
    bus: bench.bus,
    clock: bench.clock,
    log: bench.host.log,
    plant: () => plant,
    inventory: () => inventory,
  });
  const playbooks = new PlaybookLibrary({
    database: db,
    clock: bench.clock,
    key: await PlaybookKey.open(keys.path),
  });
  await perform(bench.host, systemActor('start'), trustOwnKey(playbooks.key), {}, NO_REQUEST);
  const assets = createAssets({ ...bench.host, build: 'test', settings: readSettings({}, '/srv') });
  // Only plant files need the registry; everything here reads `plant()`.
  const parts: Omit<App, 'registry'> = {
    ...bench.host,
    settings: readSettings({}, '/srv'),
    kind: 'production',
    build: 'test',
    sessions: bench.sessions,
    live: { get: (id) => image.get(id), drives: () => image.drives(), signalFreshness, extraFreshness },
    gatewayHealth: (id) => health(plant, id),
    gatewayFacts: (id) => readGatewayFacts(db, id),
    saidOf: (id, entity) => readSaidOf(db, id, entity),
    communicationLoss: (id) =>
      previewLoss(
        {
          database: db,
          clock: bench.clock,
          plant: () => plant,
          driveNow: (drive) => driveNow(image.get(drive)),
        },
        id,
      ),
    posture,
    posturePoints: (zone, page) => db.read((tx) => readPoints(tx, zone, page)),
    ...assets,
    attestations: (zones, limit) => db.read((tx) => listAttestations(tx, zones, limit)),
    trends: (actor, ask) =>
      trendReport(actor, ask, {
        database: db,
        plant,
        sources: trendSources({
          board: { health: (id) => health(plant, id) },
          assets: assets.assets,
          plant: () => plant,
          now: () => bench.clock.now(),
        }),
        now: bench.clock.now(),
      }),
    refusedConnections: (limit) => db.read((tx) => listRefusals(tx, limit)),
    history: (request) => readHistory(db, request),
    quarantine: (page) => readQuarantine(db, page),
    linkedViews: {
      alarms: (tx, ids) => readAlarmViews(tx, ids, bench.clock.now()),
      events: async (tx, ids) => (await readSecurityEvents(tx, ids)).map(presentEvent),
    },
    readiness: () => [{ name: 'database', ok: true, detail: '', since: bench.clock.now() }],
    metrics,
    audit: audit.log,
    advisories,
    playbooks,
    runs: createRuns({ host: bench.host, library: playbooks, executors: [], image, isDemo: true }),
    tokens: new TokenDesk(db),
    postRecords: async () => undefined,
  };
  const app = parts as App;
  const handle = requestPath(() => app);
  const ask = async (path: string, request: Ask = {}): Promise<Response> => {
    const event = eventOf(path, request);
    return handle({ event, resolve: async () => resolve(event) });
  };
  const close = async () => {
    await advisories.checker.close();
    await bench.test.close();
    keys.remove();
  };
  return {
    ...bench,
    test: { ...bench.test, close },
    app,
    image,
    inventory,
    advisories,
    posture,
    ask,
    async event(path, request = {}) {
      const event = eventOf(path, request);
      await handle({ event, resolve: async () => new Response() });
      return event;
    },
    async json(path, request) {
      const response = await ask(path, request);
      return { status: response.status, body: (await response.json()) as Record<string, unknown>, response };
    },
  };
}

async function resolve(event: RequestEvent): Promise<Response> {
  for (const { method, pattern, names, handle } of ROUTES) {
    const match = pattern.exec(event.url.pathname);
    if (match === null || method !== event.request.method) continue;
    event.params = Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? '')]));
    const response = await handle(event);
    for (const cookie of cookiesSet.get(event) ?? []) response.headers.append('set-cookie', cookie);
    return response;
  }
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/html' } });
}

/** As the framework names routes: parameters in brackets. */
const routeOf = (path: string): string | null => ROUTES.find(({ pattern }) => pattern.test(path))?.id ?? null;

const cookiesSet = new WeakMap<RequestEvent, string[]>();

function eventOf(
  path: string,
  { method = 'GET', headers = {}, cookie, body, address, origin }: Ask,
): RequestEvent {
  const url = new URL(path, origin ?? 'http://127.0.0.1:3000');
  // A stream as a body has to be said to be sent before the answer comes.
  const sent = { method, headers: new Headers(headers), body: body ?? null, duplex: 'half' };
  const request = new Request(url, sent as RequestInit);
  // The platform's own Request drops forbidden headers such as these.
  if (cookie !== undefined) request.headers.set('cookie', cookie);
  const set: string[] = [];
  const cookies = {
    get: (name: string) => new RegExp(`${name}=([^;]*)`).exec(cookie ?? '')?.[1],
    set: (name: string, value: string, options: object) =>
      void set.push(`${name}=${value}; ${JSON.stringify(options)}`),
    delete: (name: string) => void set.push(`${name}=`),
  } as unknown as Cookies;
  const event = {
    url,
    request,
    cookies,
    params: {},
    route: { id: routeOf(url.pathname) },
    locals: {} as App.Locals,
    depends: () => undefined,
    getClientAddress: () => address ?? '192.0.2.1',
  } as unknown as RequestEvent;
  cookiesSet.set(event, set);
  return event;
}

function health(plant: Plant, id: GatewayHealth['id']): GatewayHealth {
  const gateway = plant.gateways.find((one) => one.id === id);
  return {
    id,
    name: gateway?.name ?? id,
    site: gateway?.site ?? null,
    zone: gateway?.zone ?? null,
    link: 'live',
    since: 1_000,
    lastHeardAt: null,
    messagesPerSecond: 1,
    heldMessages: 0,
    heldBytes: 0,
    rateLimited: false,
    clockOffsetMs: null,
    clockUncertaintyMs: null,
    certificateNotAfter: 2_000,
    drivesLive: 0,
    drivesTotal: 0,
  };
}
