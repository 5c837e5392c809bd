import { Bus } from '../../src/lib/server/bus';
import { systemClock, type Clock } from '../../src/lib/server/clock';
import { createIngest, type IngestParts } from '../../src/lib/server/ingest/create-ingest';
import type { InboundMessage } from '../../src/lib/server/ingest/inbound-message';
import { NO_METRICS, type IngestMetrics } from '../../src/lib/server/ingest/ingest-metrics';
import { createLogger } from '../../src/lib/server/log';
import { GatewayBoard } from '../../src/lib/server/plant/gateway-board';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import type { Database } from '../../src/lib/server/storage/database';
import { lockGateway } from '../../src/lib/server/storage/gateway-store';
import { aMessage, GW_042 } from './ingest-builders';

/** Everything behind the broker on a real database, with gateway gw-042 on record. */
export async function ingestSystem(
  db: Database,
  options: {
    clock?: Clock;
    bus?: Bus;
    limits?: IngestParts['limits'];
    metrics?: Partial<IngestMetrics>;
  } = {},
) {
  const { clock = systemClock, bus = new Bus(), limits = {}, metrics = {} } = options;
  const log = createLogger('silent');
  await db.transaction((tx) => lockGateway(tx, GW_042));
  const registry = new PlantRegistry({ database: db, bus, clock, log });
  const image = new LiveImage();
  bus.on(image, 'plant.changed', () => image.setPlant(registry.current()));
  await registry.load();
  const board = new GatewayBoard({ image, plant: registry, bus, clock });
  const system = createIngest({
    database: db,
    image,
    gateways: board,
    registry,
    bus,
    clock,
    log,
    metrics: { ...NO_METRICS, ...metrics },
    // A test that turns the hands of the clock should not have to do so for every commit.
    limits: { commitsApartMs: clock === systemClock ? undefined : 0, ...limits },
  });
  await system.load();
  const ending = new AbortController();
  const running = system.services.map((service) => service.run(ending.signal));
  return {
    bus,
    registry,
    image,
    board,
    system,
    accept: (message: InboundMessage) => system.sink.accept(message),
    send: (topic: string, payload: unknown, facts: Partial<InboundMessage> = {}) =>
      system.sink.accept(aMessage(topic, payload, { receivedAt: clock.now(), ...facts })),
    async stop() {
      system.close();
      ending.abort();
      await Promise.all(running);
      bus.off(image);
    },
  };
}

export type RunningIngest = Awaited<ReturnType<typeof ingestSystem>>;
