import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Database, Tx } from './database';
import { readStates, type EntityStateRow } from './entity-state-store';
import { readEntities, type EntityRow } from './entity-store';
import { readEvents, type GatewayEventRow } from './gateway-event-store';
import { listGatewayCommands, type GatewayCommandRow } from './gateway-command-store';
import { listPermissions, type GatewayPermissionRow } from './gateway-permission-store';
import { listCertificates, type CertificateRow } from './gateway-store';

/** What a gateway, or one device behind it, says of itself; all of it as last committed. */
export interface SaidByGateway {
  /** States that hold now: alarms, health, twin, capabilities, commands. */
  states: EntityStateRow[];
  /** The newest events first. */
  events: GatewayEventRow[];
}

/** Everything the database knows of one gateway. */
export interface GatewayFacts extends SaidByGateway {
  entities: EntityRow[];
  /** The newest first. */
  certificates: CertificateRow[];
  /** What it may be asked to do; none unless an administrator permitted it. */
  permissions: GatewayPermissionRow[];
  /** The newest first. */
  commands: GatewayCommandRow[];
}

const SHOWN = ['alarm', 'health', 'twin', 'command', 'capability'] as const;
/** Events of one page; older ones stay in the database. */
const MOST_EVENTS = 50;
const MOST_COMMANDS = 20;

/** What one device behind a gateway reports. Throws `database.unavailable`. */
export const readSaidOf = (db: Database, gateway: GatewayId, entity: EntityTopicId): Promise<SaidByGateway> =>
  db.read((tx) => said(tx, gateway, entity));

/** Throws `database.unavailable`. */
export const readGatewayFacts = (db: Database, gateway: GatewayId): Promise<GatewayFacts> =>
  db.read(async (tx) => ({
    ...(await said(tx, gateway)),
    entities: await readEntities(tx, gateway),
    certificates: await listCertificates(tx, gateway),
    permissions: await listPermissions(tx, gateway),
    commands: await listGatewayCommands(tx, gateway, MOST_COMMANDS),
  }));

async function said(tx: Tx, gateway: GatewayId, entity?: EntityTopicId): Promise<SaidByGateway> {
  return {
    states: await readStates(tx, { gateway, entity, channels: SHOWN }),
    events: await readEvents(tx, { gateway, entity, limit: MOST_EVENTS }),
  };
}
