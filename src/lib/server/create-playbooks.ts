import { readFile } from 'node:fs/promises';
import type { CommandHost } from './access/command';
import type { AuditLog } from './audit/log';
import { createDownlink } from './downlink';
import { createRuns } from './create-runs';
import type { Broker } from './ingest/brokers/broker';
import type { Authority } from './ingest/identity/authority';
import type { GatewayIdentity } from './ingest/identity/gateway-identity';
import type { PermissionBook } from './ingest/identity/permission-book';
import { RunNotices } from './notices/run-notices';
import type { GatewayAddresses } from './outgoing/gateway-addresses';
import type { GatewayBoard } from './plant/gateway-board';
import type { LiveImage } from './plant/live-image';
import type { PlaybookLibrary } from './playbooks/library/library';
import type { Runs } from './playbooks/service';
import type { Service } from './service';
import type { Settings } from './settings';
import { openLibrary } from './ship-playbooks';
import { createStepExecutors } from './step-executors';

interface PlaybookGround {
  host: CommandHost;
  broker: Pick<Broker, 'publishDown'>;
  board: GatewayBoard;
  permissions: PermissionBook;
  identity: Pick<GatewayIdentity, 'presentedBy'>;
  authority: Authority;
  image: LiveImage;
  audit: AuditLog;
  settings: Pick<Settings, 'keysDirectory' | 'outgoingAuthorities'>;
  /** From where gateways connected: requests of playbooks do not go there. */
  gatewayAddresses: GatewayAddresses;
  /** A demonstration: everything in it is simulated. */
  isDemo: boolean;
}

/** The library of playbooks with what comes with the program, their runs, and everything that carries steps out. */
export async function createPlaybooks(ground: PlaybookGround): Promise<{
  library: PlaybookLibrary;
  runs: Runs;
  services: Service[];
}> {
  const { host, image, board, audit, gatewayAddresses, isDemo } = ground;
  const { keysDirectory, outgoingAuthorities } = ground.settings;
  const library = await openLibrary(host, keysDirectory);
  const downlink = createDownlink(ground);
  const notices = new RunNotices(host);
  const own = createStepExecutors({
    ...{ host, image, board, audit, notices, keysDirectory },
    gatewayAddresses: () => gatewayAddresses.known(),
    authorities: outgoingAuthorities && (await readFile(outgoingAuthorities, 'utf8')),
  });
  const executors = [...downlink.executors, ...own];
  const runs = createRuns({ host, library, executors, image, isDemo });
  return { library, runs, services: [...downlink.services, notices, runs] };
}
