import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  driveId,
  gatewayId,
  personId,
  type DriveId,
  type DriveKey,
  type EntityTopicId,
} from '../../src/lib/domain/ids';
import type { Drive, Plant } from '../../src/lib/domain/plant/model';
import type { SignalKey } from '../../src/lib/domain/telemetry/signals';
import type { HopsHealth } from '../../src/lib/server/fanout/live-source';
import { createLiveServer, type LiveServer } from '../../src/lib/server/fanout/live-server';
import { ensurePeople } from '../../src/lib/server/access/ensure-people';
import { RefusalLog } from '../../src/lib/server/access/refusals';
import { SESSION_COOKIE, Sessions, startSession } from '../../src/lib/server/access/sessions';
import { auditAppender } from '../../src/lib/server/audit/append';
import { Bus } from '../../src/lib/server/bus';
import { systemClock, type Clock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics, type Metrics } from '../../src/lib/server/metrics';
import { GatewayBoard } from '../../src/lib/server/plant/gateway-board';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import type { Database } from '../../src/lib/server/storage/database';
import { PASSWORD, SMALL_PLANT } from './access';
import { testDatabase } from './database';
import { LiveProbe, type ProbeOptions } from './live-probe';
import { aDrive, aSample } from './telemetry-builders';

const [pumps, fans, mill] = SMALL_PLANT.zones;

const drive = (id: string, key: number, zone: (typeof SMALL_PLANT.zones)[number] | undefined): Drive =>
  aDrive({
    id: driveId.parse(id),
    key: key as DriveKey,
    name: id,
    zone: zone!.id,
    gateway: gatewayId.parse(`gw-${zone!.id}`),
    entity: `device/${id}//` as EntityTopicId,
  });

/** Two sites, three zones with a gateway each; two drives in each zone. */
export const LIVE_PLANT: Plant = {
  ...SMALL_PLANT,
  gateways: SMALL_PLANT.zones.map((zone) => ({
    id: gatewayId.parse(`gw-${zone.id}`),
    site: zone.site,
    zone: zone.id,
    name: `Gateway ${zone.id}`,
    model: undefined,
  })),
  drives: [
    drive('pump-1', 1, pumps),
    drive('pump-2', 2, pumps),
    drive('fan-1', 3, fans),
    drive('fan-2', 4, fans),
    drive('mill-1', 5, mill),
    drive('mill-2', 6, mill),
  ],
};

export interface LiveBench {
  url: string;
  db: Database;
  bus: Bus;
  image: LiveImage;
  board: GatewayBoard;
  metrics: Metrics;
  server: LiveServer;
  health: { current: HopsHealth };
  /** Makes a person with these roles (`operator@plant`), signs them in and returns their cookie. */
  signIn(name: string, ...grants: string[]): Promise<{ cookie: string; sessionId: string }>;
  /** Opens a socket as a page of our own origin does; resolves when the server has answered either way. */
  connect(cookie: string | undefined, options?: ProbeOptions): Promise<LiveProbe>;
  /** A sample of a drive, received now. */
  publish(drive: string, values: Partial<Record<SignalKey, number>>, receivedAt?: number): void;
  setPlant(plant: Plant): void;
  close(): Promise<void>;
}

/** The live server on a real HTTP server, with a real database, image and board; its clock may be a test's. */
export async function liveBench(
  options: {
    tooSlowMs?: number;
    database?: Database;
    clock?: Clock;
    /** Told of every canary that a screen says it has painted. */
    canaryPainted?: (number: number) => void;
  } = {},
): Promise<LiveBench> {
  const clock = options.clock ?? systemClock;
  const bus = new Bus();
  const test = options.database
    ? { db: options.database, close: () => Promise.resolve() }
    : await testDatabase({ bus });
  const log = createLogger('silent');
  const metrics = createMetrics();
  const image = new LiveImage();
  let plant = LIVE_PLANT;
  const registry = {
    current: () => plant,
    gateway: (id: string) => plant.gateways.find((gateway) => gateway.id === id),
  };
  const board = new GatewayBoard({ image, plant: registry, bus, clock });
  const sessions = new Sessions(test.db, clock, log, bus);
  const appendAudit = auditAppender(clock, () => ({ synced: null, offset_ms: null, unc_ms: null }));
  const refusals = new RefusalLog(test.db, clock, appendAudit, log);
  const host = { database: test.db, clock, bus, log, appendAudit, refusals, plant: () => plant };
  const since = clock.now();
  const health = {
    current: { database: { state: 'ok', since }, broker: { state: 'ok', since } } as HopsHealth,
  };
  const http = createServer((_, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server = createLiveServer({
    http,
    authenticate: (cookie) => sessions.authenticate(cookie),
    image,
    board,
    registry,
    database: test.db,
    bus,
    clock,
    log,
    metrics,
    health: () => health.current,
    canary: { painted: (number) => options.canaryPainted?.(number) },
    settings: { build: 'test', simulated: false, tooSlowMs: options.tooSlowMs },
  });
  const running = new AbortController();
  const done = server.run(running.signal);
  const sweep = setInterval(() => image.sweep(clock.now()), 100);
  const probes: LiveProbe[] = [];
  image.setPlant(plant);
  for (const gateway of plant.gateways) {
    board.connected(gateway.id, { address: '192.0.2.1', certificateNotAfter: undefined, at: clock.now() });
  }

  return {
    url,
    db: test.db,
    bus,
    image,
    board,
    metrics,
    server,
    health,
    async signIn(name, ...grants) {
      await ensurePeople(host, [{ person: name, displayName: name, grants, password: PASSWORD }]);
      const from = { address: '192.0.2.1', userAgent: 'test' };
      const { token, sessionId } = await test.db.transaction((tx) =>
        startSession(tx, personId.parse(name), from, clock.now()),
      );
      return { cookie: `${SESSION_COOKIE}=${token}`, sessionId };
    },
    async connect(cookie, options) {
      const probe = new LiveProbe(url, cookie, options);
      probes.push(probe);
      await probe.answered();
      return probe;
    },
    publish(id, values, receivedAt = clock.now()) {
      const known = plant.drives.find((other) => other.id === (id as DriveId));
      const { gateway, entity } = known!;
      image.apply(aSample(values, { gateway, entity, receivedAt }), known!);
    },
    setPlant(next) {
      plant = next;
      image.setPlant(next);
      bus.emit('plant.changed', { at: clock.now() });
    },
    async close() {
      for (const probe of probes) probe.close();
      clearInterval(sweep);
      await server.stop();
      running.abort();
      await done;
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await test.close();
    },
  };
}
