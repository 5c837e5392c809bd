import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import { readEntities } from '../storage/entity-store';
import { readStateNames, readStates } from '../storage/entity-state-store';
import { readGatewayKey } from '../storage/gateway-presence-store';
import { AlarmDoubts } from './alarm-doubts';
import type { JsonValue } from './dialects/thin-edge/json';
import { EntityDirectory } from './entity-directory';
import { EventKeeper } from './event-keeper';
import type { InboundSink } from './inbound-message';
import { NO_METRICS, type IngestMetrics } from './ingest-metrics';
import { Journal, type JournalBacklog } from './journal';
import { writeEntries } from './journal-writer';
import { Ingest } from './pipeline';
import { PlaceFinder } from './place-finder';
import type { DriveRegistry, GatewayWatch, LiveSink } from './ports';
import { QuarantineRing } from './quarantine';
import { StateBudget } from './state-budget';
import { StateKeeper } from './state-keeper';
import { StormGuard } from './storm-guard';

/** Events of one gateway in one minute that had been stored on their way and are kept one by one. */
const BACKLOG_PER_MINUTE = 10_000;

export interface IngestParts {
  database: Database;
  image: LiveSink;
  gateways: GatewayWatch;
  registry: DriveRegistry;
  bus: Bus;
  clock: Clock;
  log: Logger;
  metrics?: IngestMetrics | undefined;
  limits?: {
    quarantineRows?: number | undefined;
    entitiesPerGateway?: number | undefined;
    statesPerGateway?: number | undefined;
    eventsPerMinute?: number | undefined;
    batchMessages?: number | undefined;
    commitsApartMs?: number | undefined;
    confirmAlarmsWithinMs?: number | undefined;
  };
}

/** Everything between brokers and database. */
interface IngestSystem {
  /** Where brokers hand messages over; only after `load`. */
  sink: InboundSink;
  /** Fills the memory from the database: entities, units, names of states. */
  load(): Promise<void>;
  /** To be run: the journal (stop it last) and the check on alarms. */
  services: readonly Service[];
  backlog(): JournalBacklog;
  /** Asks the database nothing more; what waits for an answer stays unacknowledged. */
  close(): void;
}

/** Puts the parts of ingest together. */
export function createIngest(parts: IngestParts): IngestSystem {
  const { database, image, gateways, registry, bus, clock, log, metrics = NO_METRICS, limits = {} } = parts;
  const entities = new EntityDirectory(limits.entitiesPerGateway);
  const budget = new StateBudget(limits.statesPerGateway);
  const readKey: ConstructorParameters<typeof PlaceFinder>[0]['readGatewayKey'] = (gateway) =>
    database.read((tx) => readGatewayKey(tx, gateway));
  const places = new PlaceFinder({ registry, readGatewayKey: readKey, clock, log });
  const states = new StateKeeper({ entities, budget, places, image });
  const events = new EventKeeper(new StormGuard(limits.eventsPerMinute), new StormGuard(BACKLOG_PER_MINUTE));
  const ring = new QuarantineRing(limits.quarantineRows);
  const journal = new Journal({
    database,
    write: (tx, entries) =>
      writeEntries(tx, entries, (t, messages) => ring.write(t, messages), {
        waiting: () => bus.emit('detection.waiting', { at: clock.now() }),
        commandsHeard: (commands) => bus.emit('gateway.answered', { commands }),
        evidenceReported: (gateways) => bus.emit('evidence.reported', { gateways }),
      }),
    onCommitted: () => ring.committed(),
    clock,
    log,
    metrics,
    batchMessages: limits.batchMessages,
    apartMs: limits.commitsApartMs,
  });
  const sink = new Ingest({
    append: (message, entries) => journal.append(message, entries),
    image,
    gateways,
    places,
    entities,
    states,
    events,
    log,
    metrics,
  });
  const loadBudget = async () => budget.replace(await database.read(readStateNames));
  const doubts = new AlarmDoubts({
    database,
    bus,
    clock,
    log,
    confirmWithinMs: limits.confirmAlarmsWithinMs,
    onForgotten: loadBudget,
  });
  return {
    sink,
    async load() {
      for (const row of await database.read((tx) => readEntities(tx))) {
        entities.meet(row.gateway, row.topicId);
        entities.register(row.gateway, {
          entity: row.topicId,
          kind: row.kind,
          parent: row.parent ?? undefined,
          name: row.name ?? undefined,
          deviceType: row.type ?? undefined,
        });
      }
      const facts = await database.read((tx) => readStates(tx, { channels: ['meta', 'twin'] }));
      for (const { gateway, topicId, channel, name, body } of facts) {
        states.learn(gateway, topicId, channel, name, body as JsonValue);
      }
      await loadBudget();
    },
    services: [journal, doubts],
    backlog: () => journal.backlog(),
    close: () => places.close(),
  };
}
