import type { CommandHost } from './access/command';
import type { AuditLog } from './audit/log';
import { createDownlink } from './downlink';
import { createRuns } from './create-runs';
import type { Broker } from './ingest/brokers/broker';
import type { Authority } from './ingest/identity/authority';
import type { GatewayIdentity } from './ingest/identity/gateway-identity';
import type { PermissionBook } from './ingest/identity/permission-book';
import { lookedAt } from './plant/drive-now';
import type { GatewayBoard } from './plant/gateway-board';
import type { LiveImage } from './plant/live-image';
import type { Executor } from './playbooks/executor';
import { checkExecutor } from './playbooks/executors/check';
import type { PlaybookLibrary } from './playbooks/library/library';
import type { Runs } from './playbooks/service';
import type { Service } from './service';
import { isVerified } from './own-posture-facts';
import { openLibrary } from './ship-playbooks';

interface PlaybookGround {
  host: CommandHost;
  broker: Pick<Broker, 'publishDown'>;
  board: GatewayBoard;
  permissions: PermissionBook;
  identity: Pick<GatewayIdentity, 'presentedBy'>;
  authority: Authority;
  image: LiveImage;
  audit: AuditLog;
  keysDirectory: string;
  /** A demonstration: everything in it is simulated. */
  isDemo: boolean;
}

/** The library of playbooks with what comes with the program, their runs, and everything that carries steps out. */
export async function createPlaybooks(ground: PlaybookGround): Promise<{
  library: PlaybookLibrary;
  runs: Runs;
  services: Service[];
}> {
  const { host, image, keysDirectory, isDemo } = ground;
  const library = await openLibrary(host, keysDirectory);
  const downlink = createDownlink(ground);
  const executors = [...downlink.executors, check(ground)];
  const runs = createRuns({ host, library, executors, image, isDemo });
  return { library, runs, services: [...downlink.services, runs] };
}

/** Checks look where pages look: live values, gateways, records, the audit log. */
function check({ host, image, board, audit }: PlaybookGround): Executor {
  const { database, clock, log } = host;
  return checkExecutor({
    database,
    clock,
    log,
    plant: () => host.plant(),
    drive(id, now) {
      const live = image.get(id);
      return live && lookedAt(live, now);
    },
    gateway: (id, now) => board.health(id, now),
    auditIntact: () => isVerified(audit.health().verification),
  });
}
