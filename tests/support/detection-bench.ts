import type { ConditionReport } from '../../src/lib/domain/alarms/condition';
import type { IncidentSignal } from '../../src/lib/domain/incidents/signal';
import { Bus } from '../../src/lib/server/bus';
import { systemClock, type Clock } from '../../src/lib/server/clock';
import type { Sinks } from '../../src/lib/server/detection/outcome';
import { Detection } from '../../src/lib/server/detection/service';
import type { IngestParts } from '../../src/lib/server/ingest/create-ingest';
import { createLogger } from '../../src/lib/server/log';
import type { Database } from '../../src/lib/server/storage/database';
import { listSecurityEvents, type EventFilter } from '../../src/lib/server/storage/security-event-queries';
import { ingestSystem } from './ingest-system';

/** Everything from the broker's sink to the events, with alarms and incidents that only write down what they hear. */
export async function detectionBench(
  db: Database,
  options: {
    clock?: Clock;
    bus?: Bus;
    limits?: IngestParts['limits'];
    sinks?: Partial<Sinks>;
    batchReports?: number;
  } = {},
) {
  const { clock = systemClock, bus = new Bus(), limits, sinks = {}, batchReports } = options;
  const ingest = await ingestSystem(db, { clock, bus, ...(limits === undefined ? {} : { limits }) });
  const conditions: ConditionReport[] = [];
  const signals: IncidentSignal[] = [];
  const makeDetection = () =>
    new Detection({
      database: db,
      bus,
      clock,
      log: createLogger('silent'),
      plant: ingest.registry,
      alarms: sinks.alarms ?? { take: async (_tx, reports) => void conditions.push(...reports) },
      incidents: sinks.incidents ?? { correlate: async (_tx, more) => void signals.push(...more) },
      clockOf: ({ gateway }) => (gateway === null ? undefined : ingest.board.clockOf(gateway)),
      batchReports,
    });
  const detection = makeDetection();
  return {
    ...ingest,
    ingest,
    detection,
    makeDetection,
    conditions,
    signals,
    /** All events, the newest first, of zones or without. */
    events: (filter: EventFilter = {}) =>
      listSecurityEvents(
        db,
        { zones: ingest.registry.current().zones.map(({ id }) => id), unplaced: true },
        filter,
        { limit: 5_000 },
      ),
    /** Sends a line of a log as a gateway forwards it. */
    line: (program: string, line: string, more: Record<string, unknown> = {}) =>
      ingest.send('te/device/main///e/log_record', { program, line, ...more }),
  };
}

export type DetectionBench = Awaited<ReturnType<typeof detectionBench>>;
