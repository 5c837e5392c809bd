import type { Heartbeat } from '../protocol/down';
import type { PartHealth } from './app';
import type { Clock } from './clock';
import type { BrokerState } from './ingest/brokers/broker';
import { UNAVAILABLE_REASONS, type Availability } from './storage/availability';

interface WatchedParts {
  database: { availability(): Availability };
  broker: { state(): BrokerState };
  /** What was read from gateways and is not committed. */
  backlog(): { messages: number; oldestAt: number | undefined };
  clock: Clock;
  /** Whether the way of alarms is alive; see the canary. */
  alarms(): Pick<PartHealth, 'ok' | 'detail' | 'since'>;
}

/** Messages that wait longer than this say that the pipeline stands still. */
const STUCK_AFTER_MS = 10_000;

/** The parts without which nothing is recorded, each with what is the matter in plain words. */
export function readinessOf({ database, broker, backlog, clock, alarms }: WatchedParts): PartHealth[] {
  const store = database.availability();
  const endpoint = broker.state();
  const { messages, oldestAt } = backlog();
  const waitingMs = oldestAt === undefined ? 0 : clock.now() - oldestAt;
  const isStuck = waitingMs > STUCK_AFTER_MS;
  return [
    {
      name: 'database',
      ok: store.state === 'available',
      detail: store.state === 'available' ? '' : `Not recording: ${UNAVAILABLE_REASONS[store.reason]}.`,
      since: store.since,
    },
    {
      name: 'broker',
      ok: endpoint.state === 'listening',
      detail:
        endpoint.state === 'listening' ? '' : (endpoint.problem ?? `The MQTT endpoint is ${endpoint.state}.`),
      since: endpoint.since,
    },
    {
      name: 'pipeline',
      ok: !isStuck,
      detail: isStuck
        ? `${messages} messages have been waiting for the database for ${Math.round(waitingMs / 1_000)} s.`
        : '',
      since: isStuck && oldestAt !== undefined ? oldestAt : store.since,
    },
    { name: 'alarms', ...alarms() },
  ];
}

/** The same as pages are told it once a second. */
export function hopsOf({
  database,
  broker,
}: Pick<WatchedParts, 'database' | 'broker'>): Pick<Heartbeat, 'database' | 'broker'> {
  const store = database.availability();
  const endpoint = broker.state();
  return {
    database:
      store.state === 'available'
        ? { state: 'ok', since: store.since }
        : { state: 'down', since: store.since, reason: UNAVAILABLE_REASONS[store.reason] },
    broker: {
      state: endpoint.state === 'listening' ? 'ok' : endpoint.state === 'starting' ? 'starting' : 'down',
      since: endpoint.since,
    },
  };
}
