import type { CommandHost } from './access/command';
import type { AuditLog } from './audit/log';
import { changeByRun, wasDoneByRun } from './incidents/by-run';
import { queueNotice } from './incidents/outbox';
import type { RunNotices } from './notices/run-notices';
import { withoutMapping } from './outgoing/address-guard';
import { isVerified } from './own-posture-facts';
import { lookedAt } from './plant/drive-now';
import type { GatewayBoard } from './plant/gateway-board';
import type { LiveImage } from './plant/live-image';
import type { Executor } from './playbooks/executor';
import { checkExecutor } from './playbooks/executors/check';
import { httpApiExecutor } from './playbooks/executors/http-api';
import { incidentFieldExecutor } from './playbooks/executors/incident-field';
import { notifyExecutor } from './playbooks/executors/notify';
import { incidentViewOf, lockIncident } from './storage/incident-store';
import { StoredTelemetry } from './recorded-telemetry';
import { readToldAddresses } from './storage/outgoing-store';

interface ExecutorParts {
  host: CommandHost;
  image: Pick<LiveImage, 'get'>;
  board: Pick<GatewayBoard, 'health'>;
  audit: Pick<AuditLog, 'health'>;
  notices: Pick<RunNotices, 'tell'>;
  keysDirectory: string;
  /** From where gateways connected. */
  gatewayAddresses(): ReadonlySet<string>;
  /** Authorities that requests of playbooks believe instead of the system's, as PEM. */
  authorities: string | undefined;
}

/** What carries steps out beside those that go to gateways: requests, checks, notices and changes of incidents. */
export function createStepExecutors(parts: ExecutorParts): Executor[] {
  const { host, image, board, audit, notices, keysDirectory, gatewayAddresses, authorities } = parts;
  const { database, clock, log } = host;
  return [
    checkExecutor({
      database,
      clock,
      log,
      plant: () => host.plant(),
      drive(id, now) {
        const live = image.get(id);
        return live && lookedAt(live, now);
      },
      gateway: (id, now) => board.health(id, now),
      recorded: new StoredTelemetry(() => host.plant()),
      auditIntact: () => isVerified(audit.health().verification),
    }),
    httpApiExecutor({
      database,
      clock,
      log,
      keysDirectory,
      async plantAddresses() {
        const told = await database.read(readToldAddresses);
        return new Set([...gatewayAddresses(), ...told.map(withoutMapping)]);
      },
      authorities,
    }),
    notifyExecutor({
      log,
      tell: ({ incident, run, ...notice }) =>
        notices.tell(notice, async (tx, at) => {
          const row = incident === null ? undefined : await lockIncident(tx, incident);
          if (row !== undefined) await queueNotice(tx, incidentViewOf(row), { ...notice, run }, at);
        }),
    }),
    incidentFieldExecutor({
      log,
      change: (change) => changeByRun(host, change),
      wasDone: (change) => wasDoneByRun(host, change),
    }),
  ];
}
