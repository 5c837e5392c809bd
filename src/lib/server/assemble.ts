import type { Server } from 'node:http';
import { signalFreshness, extraFreshness } from './plant/live-drive';
import { ALARM_DEFINITIONS } from '../domain/alarms/definitions';
import { AccountSweep } from './access/account-sweep';
import { TokenDesk } from './access/ingest-tokens';
import { Sessions } from './access/sessions';
import { SetupDesk } from './access/setup';
import { FloodWatch } from './alarms/flood-watch';
import { Alarms } from './alarms/service';
import type { App } from './app';
import { createAuditLog } from './audit/log';
import { auditAlarms } from './audit-alarms';
import { Bus } from './bus';
import { Canary } from './canary/service';
import type { Clock } from './clock';
import { createAssets } from './create-assets';
import { createCommandHost } from './command-host';
import { dialled } from './dialled';
import { CertificateWatch } from './detection/certificate-watch';
import { presentEvent } from './detection/present';
import { ProcessAlarms } from './detection/process/service';
import { reportRefusals } from './detection/refused-links';
import { Detection } from './detection/service';
import { createLiveServer } from './fanout/live-server';
import { createEmbeddedBroker } from './ingest/brokers/embedded/embedded-broker';
import { createIngest } from './ingest/create-ingest';
import { Authority } from './ingest/identity/authority';
import { canaryCredentials } from './ingest/identity/canary-credentials';
import { GatewayIdentity } from './ingest/identity/gateway-identity';
import { PermissionBook } from './ingest/identity/permission-book';
import { takeRecords } from './ingest/log-records';
import { RefusalJournal } from './ingest/refusal-journal';
import { withoutCanary } from './ingest/without-canary';
import { detectionMetrics, ingestMetrics } from './ingest-metrics';
import type { Logger } from './log';
import { createMetrics } from './metrics';
import { createPlaybooks } from './create-playbooks';
import { importFirstPlant } from './import-plant';
import { alarmSignals } from './incidents/alarm-signals';
import { Incidents } from './incidents/service';
import { GatewayAddresses } from './outgoing/gateway-addresses';
import { Webhooks } from './incidents/webhooks/service';
import { Notices } from './notices/service';
import { SystemWatch } from './notices/system-watch';
import { GatewayBoard } from './plant/gateway-board';
import { LiveImage } from './plant/live-image';
import { PlantWatch } from './plant/plant-watch';
import { PresenceRecorder } from './plant/presence-recorder';
import { previewLoss } from './playbooks/loss-preview';
import { driveNow } from './plant/drive-now';
import { observeLinks } from './observe-links';
import { hopsOf, readinessOf } from './readiness';
import { Posture } from './posture/service';
import { PlantRegistry } from './registry/service';
import { askSelfFacts } from './own-posture-facts';
import type { Service } from './service';
import type { Settings } from './settings';
import type { StartPhases } from './start-phases';
import { readAlarmViews } from './storage/alarm-view';
import { readActiveAlarms } from './storage/active-alarm-store';
import { listAttestations } from './storage/attestation-store';
import { readGatewayFacts, readSaidOf } from './storage/gateway-facts';
import { readHistory } from './storage/history-store';
import { readSecurityEvents } from './storage/security-event-store';
import { readPresence } from './storage/gateway-presence-store';
import { readPoints } from './storage/posture-point-store';
import { readQuarantine } from './storage/quarantine-store';
import { listRefusals } from './storage/refusal-store';
import { Retention } from './storage/retention';
import { Rollup } from './storage/rollup';
import { restoreImage } from './restore-image';
import { openStore, type Store } from './store';
import { trendSources } from './trend-sources';
import { trendReport } from './trends/report';
import { TrendDays } from './trends/service';
import { readWebhookSecret } from './webhook-secret';

export interface Surroundings {
  settings: Settings;
  root: string;
  log: Logger;
  clock: Clock;
  http: Server;
  /** Name of the running build. */
  build: string;
  /** Shows the one-time set-up code to whoever sits at the server; never in the log. */
  announceSetup(code: string): void;
  phases: StartPhases;
}

/** The whole program, put together and loaded, not yet running. */
export interface Assembled {
  app: App;
  /** Stopped last: what everything else stands on. */
  ground: readonly Service[];
  journal: readonly Service[];
  edge: readonly Service[];
  /** Resolves once gateways can connect. */
  brokerReady(): Promise<void>;
  /** Turns away what is new, tells pages, and acknowledges what can still be committed. */
  stopEdge(): Promise<void>;
  beforeJournalStops(): Promise<void>;
  close(stopGround: () => Promise<void>): Promise<void>;
}

/** Opens the store and builds every part upon it; lets go of the store again when that fails. */
export async function assemble(surroundings: Surroundings): Promise<Assembled> {
  const { settings, root, log, clock, phases } = surroundings;
  const bus = new Bus();
  const store = await openStore({ settings, root, log, clock, bus, phases });
  try {
    return await assembleOn(store, bus, surroundings);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Hands each part what it needs of the others; the only place that knows them all. */
async function assembleOn(store: Store, bus: Bus, surroundings: Surroundings): Promise<Assembled> {
  const { settings, log, clock, http, build, announceSetup, phases } = surroundings;
  const metrics = createMetrics();
  const { database } = store;
  const registry = new PlantRegistry({ database, bus, clock, log });
  await phases.time('plant', () => registry.load());

  const host = createCommandHost({ database, clock, bus, log }, registry);
  const { plantFile } = settings;
  if (plantFile !== undefined) await phases.time('plant', () => importFirstPlant(host, registry, plantFile));
  const image = new LiveImage();
  image.setPlant(registry.current());
  await phases.time('image', () => restoreImage(image, { database, registry, clock }));
  bus.on(image, 'plant.changed', () => image.setPlant(registry.current()));
  const board = new GatewayBoard({ image, plant: registry, bus, clock });
  board.load(await database.read((tx) => readPresence(tx)), clock.now());

  const authority = await phases.time('certificates', () =>
    Authority.open(settings.keysDirectory, settings.mqtt.host, clock.now()),
  );
  const identity = new GatewayIdentity({
    authority,
    db: database,
    bus,
    clock,
    log,
    plantAuthorityFile: settings.mqtt.clientCa,
  });
  await phases.time('certificates', async () => {
    await identity.refresh();
    // Read here once so that a faulty MQTT_CLIENT_CA stops the start and not, later, the endpoint alone.
    await identity.tlsMaterial(clock.now());
  });

  const ingest = createIngest({
    database,
    image,
    gateways: board,
    registry,
    bus,
    clock,
    log,
    metrics: ingestMetrics(metrics),
  });
  await phases.time('ingest', () => ingest.load());
  const refusedLinks = new RefusalJournal(database, metrics, clock, log, (tx, rows) =>
    reportRefusals(tx, rows, bus),
  );
  const gatewayAddresses = new GatewayAddresses();
  const webhookSecret = await phases.time('certificates', () =>
    readWebhookSecret(settings.keysDirectory, settings.webhooks.secretFile),
  );
  const permissions = new PermissionBook({ database, clock, log });
  const broker = createEmbeddedBroker({
    host: settings.mqtt.host,
    port: settings.mqtt.port,
    identity,
    ingest: ingest.sink,
    links: withoutCanary(observeLinks(board, refusedLinks, gatewayAddresses)),
    clock,
    log,
    limits: { messagesPerSecond: settings.mqtt.messagesPerSecond },
    permissions: (gateway) => permissions.of(gateway),
  });
  bus.on(broker, 'gateway.revoked', ({ gateway }) =>
    broker.closeGateway(gateway, 'its certificate was revoked'),
  );

  const plant = () => registry.current();
  const alarms = new Alarms({
    database,
    bus,
    clock,
    log,
    plant,
    definitions: ALARM_DEFINITIONS,
    raised: (tx, raised) => incidents.correlate(tx, raised.flatMap(alarmSignals)),
  });

  const incidents: Incidents = new Incidents({
    database,
    bus,
    clock,
    log,
    plant,
    linkAlarms: (tx, ids, incident) => alarms.linkIncident(tx, ids, incident),
  });
  const canary = new Canary({
    address: () => dialled(settings.mqtt.host, broker.port),
    credentials: (now, notAfter) => canaryCredentials(authority, identity, now, notAfter),
    report: (reports) => alarms.report(reports),
    bus,
    clock,
    log,
    metrics,
  });
  const detection = new Detection({
    database,
    bus,
    clock,
    log,
    plant: registry,
    alarms,
    incidents,
    canary: (tx, body) => canary.arrived(tx, body),
    metrics: detectionMetrics(metrics),
    clockOf: ({ gateway }) => (gateway === null ? undefined : board.clockOf(gateway)),
  });

  const notices = new Notices(database, bus, clock);
  const audit = createAuditLog({
    database,
    bus,
    clock,
    log,
    metrics,
    alarms: auditAlarms({ alarms, notices, clock }),
    installation: store.installation.uuid,
    keysDirectory: settings.keysDirectory,
    checkpoints: settings.checkpoints,
  });

  const playbooks = await phases.time('playbooks', () =>
    createPlaybooks({
      ...{ host, broker, board, permissions, identity, authority, image, settings, gatewayAddresses },
      audit: audit.log,
      isDemo: store.installation.kind === 'demo',
    }),
  );

  const posture = new Posture({
    database,
    bus,
    clock,
    log,
    plant,
    linkOf: (id) => ({ link: board.linkOf(id), certificateNotAfter: board.certificateNotAfterOf(id) }),
    selfFacts: askSelfFacts({
      ...{ database, clock, settings },
      audit: audit.log,
      alarmsArrive: () => canary.health().ok,
    }),
  });

  const assets = createAssets({ ...host, build, settings });
  const sources = trendSources({ board, assets: assets.assets, plant, now: () => clock.now() });

  const sessions = new Sessions(database, clock, log, bus);
  const parts = {
    database,
    broker,
    backlog: () => ingest.backlog(),
    clock,
    alarms: () => canary.health(),
  };
  const app: App = {
    ...host,
    settings,
    kind: store.installation.kind,
    build,
    sessions,
    metrics,
    registry,
    live: {
      get: (id) => image.get(id),
      drives: () => image.drives(),
      signalFreshness,
      extraFreshness,
    },
    gatewayHealth: (id) => board.health(id, clock.now()),
    gatewayFacts: (id) => readGatewayFacts(database, id),
    saidOf: (id, entity) => readSaidOf(database, id, entity),
    communicationLoss: (id) =>
      previewLoss({ database, clock, plant, driveNow: (drive) => driveNow(image.get(drive)) }, id),
    posture,
    posturePoints: (zone, page) => database.read((tx) => readPoints(tx, zone, page)),
    ...assets,
    attestations: (zones, limit) => database.read((tx) => listAttestations(tx, zones, limit)),
    trends: (actor, ask) => trendReport(actor, ask, { database, plant: plant(), sources, now: clock.now() }),
    refusedConnections: (limit) => database.read((tx) => listRefusals(tx, limit)),
    history: (request) => readHistory(database, request),
    quarantine: (page) => database.read((tx) => readQuarantine(tx, page)),
    linkedViews: {
      alarms: (tx, ids) => readAlarmViews(tx, ids, clock.now()),
      events: async (tx, ids) => (await readSecurityEvents(tx, ids)).map(presentEvent),
    },
    readiness: () => readinessOf(parts),
    audit: audit.log,
    playbooks: playbooks.library,
    runs: playbooks.runs,
    tokens: new TokenDesk(database),
    postRecords: (gateway, records) => takeRecords(ingest.sink, gateway, records, clock.now()),
  };
  const live = createLiveServer({
    http,
    authenticate: (cookie) => sessions.authenticate(cookie ?? null),
    image,
    board,
    registry,
    database,
    bus,
    clock,
    log,
    metrics,
    health: () => hopsOf(parts),
    canary,
    settings: { build, simulated: store.installation.kind === 'demo' },
  });

  return {
    app,
    ground: store.embedded === undefined ? [] : [store.embedded],
    journal: ingest.services,
    edge: [
      registry,
      identity,
      new PlantWatch([image, board], clock),
      new PresenceRecorder({ board, plant: registry, database, bus, clock, log }),
      refusedLinks,
      alarms,
      new ProcessAlarms({
        image,
        gateways: board,
        plant,
        openAlarms: () => database.read(readActiveAlarms),
        report: (reports) => alarms.report(reports),
        bus,
        clock,
        log,
      }),
      new FloodWatch({ database, bus, clock, log, plant }),
      detection,
      canary,
      new CertificateWatch({ database, bus, clock, log }),
      incidents,
      posture,
      assets.advisories,
      new TrendDays({ database, clock, log, plant, sources }),
      new Webhooks({
        database,
        bus,
        clock,
        log,
        settings: { ...settings.webhooks, secret: webhookSecret },
        plantName: () => registry.current().name,
        isSimulated: store.installation.kind === 'demo',
        plantAddresses: () => gatewayAddresses.known(),
      }),
      ...playbooks.services,
      host.refusals,
      ...audit.services,
      new Rollup({ db: database, clock, log }),
      new Retention({ db: database, clock, log, settings: settings.retention }),
      new AccountSweep(app),
      new SetupDesk(database, clock, announceSetup),
      new SystemWatch({
        notices,
        clock,
        log,
        metrics,
        heldGateways: () => broker.state().held,
        nodeVersion: process.version,
      }),
      broker,
      live,
    ],
    brokerReady: () => broker.ready(),
    async stopEdge() {
      await Promise.all([live.stop(), broker.stop()]);
    },
    async beforeJournalStops() {
      ingest.close();
    },
    async close(stopGround) {
      await database.close();
      await stopGround();
      await store.close();
    },
  };
}
