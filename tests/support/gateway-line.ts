import { afterEach } from 'vitest';
import type { GatewayPermissions } from '../../src/lib/domain/plant/gateway-operations';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createCommandHost } from '../../src/lib/server/command-host';
import { createDownlink } from '../../src/lib/server/downlink';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import type { Authority } from '../../src/lib/server/ingest/identity/authority';
import { Enrolment } from '../../src/lib/server/ingest/identity/enrolment';
import { GatewayIdentity } from '../../src/lib/server/ingest/identity/gateway-identity';
import { PermissionBook } from '../../src/lib/server/ingest/identity/permission-book';
import { createLogger } from '../../src/lib/server/log';
import type { Executor, StepOutcome, StepWork } from '../../src/lib/server/playbooks/executor';
import type { Database } from '../../src/lib/server/storage/database';
import { allowOperations } from '../../src/lib/server/storage/gateway-permission-store';
import type { Credentials } from '../../src/simulator/gateway';
import { GW_042 } from './ingest-builders';
import { ingestSystem } from './ingest-system';

const log = createLogger('silent');

/** Broker, identity, ingest and the way down to gateways as the program runs them, on a database of the test's. */
export async function startGatewayLine(db: Database, authority: Authority, port = 0) {
  const bus = new Bus();
  const clock = systemClock;
  const ingest = await ingestSystem(db, { bus });
  const identity = new GatewayIdentity({ authority, db, bus, clock, log });
  await identity.refresh();
  const permissions = new PermissionBook({ database: db, clock, log });
  await permissions.refresh();
  const refusals: string[] = [];
  const broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port,
    identity,
    ingest: ingest.system.sink,
    links: {
      connected: (...told) => ingest.board.connected(...told),
      disconnected: (...told) => ingest.board.disconnected(...told),
      heard: (gateway, at) => ingest.board.heard(gateway, at),
      held: (...told) => ingest.board.held(...told),
      rateLimited: (gateway, isLimited) => ingest.board.rateLimited(gateway, isLimited),
      refused: ({ kind }) => void refusals.push(kind),
    },
    clock,
    log,
    limits: { stopWithinMs: 100 },
    permissions: (gateway) => permissions.of(gateway),
  });
  const host = createCommandHost({ database: db, clock, bus, log }, ingest.registry);
  const downlink = createDownlink({ host, broker, board: ingest.board, permissions, identity, authority });
  const ending = new AbortController();
  const running = [identity, broker, ...downlink.services].map((service) => service.run(ending.signal));
  await broker.ready();
  const executorOf = (type: string): Executor => {
    const found = downlink.executors.find((executor) => executor.type === type);
    if (found === undefined) throw new Error(`no executor of ${type}`);
    return found;
  };
  return {
    host,
    broker,
    board: ingest.board,
    identity,
    permissions,
    refusals,
    execute: (work: StepWork): Promise<StepOutcome> => executorOf(work.command.type).execute(work),
    probe: (work: StepWork) => executorOf(work.command.type).probe?.(work),
    preview: (work: StepWork) => executorOf(work.command.type).preview(work),
    async stop() {
      ending.abort();
      await broker.stop();
      await ingest.stop();
      await Promise.all(running);
    },
  };
}

export type GatewayLineBench = Awaited<ReturnType<typeof startGatewayLine>>;

/** Gives gateway gw-042 a certificate. */
export async function enrolGateway(db: Database, authority: Authority): Promise<Credentials> {
  const enrolment = new Enrolment(authority);
  const made = await db.transaction((tx) => enrolment.enrol(tx, { name: GW_042 }, Date.now()));
  return { certificate: made.certificatePem, key: made.keyPem ?? '', ca: made.caPem };
}

/** Permits gw-042 what is listed. */
export const permit = (db: Database, permissions: GatewayPermissions): Promise<void> =>
  db.transaction(async (tx) => {
    for (const [operation, types] of permissions) {
      const at = { allowedBy: 'cli:test', allowedAt: Date.now() };
      await allowOperations(tx, [{ gateway: GW_042, operation, types: [...types], ...at }]);
    }
  });

/** Things of a test that are let go of after it, the last first. */
export function letGoAfterEach(): (end: () => unknown) => void {
  let ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
  });
  return (end) => void ends.push(end);
}
