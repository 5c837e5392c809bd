import type { DriveId, GatewayId, IncidentId, PersonId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { CommunicationLoss } from '../../domain/playbooks/communication-loss';
import type { RunMode } from '../../domain/playbooks/run';
import type { Instant } from '../../domain/time';
import type { RunId } from '../../domain/ids';
import type { CommandHost } from '../access/command';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Database, Tx } from '../storage/database';
import type { Executors } from './executor';
import type { Library } from './version';

/** A line of a run for the timeline of its incident. */
export interface IncidentLine {
  run: RunId;
  mode: RunMode;
  text: string;
  by: PersonId | null;
}

/** What runs need of the rest of the server. */
export interface RunParts {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  appendAudit: CommandHost['appendAudit'];
  plant(): Plant;
  library: Library;
  executors: Executors;
  /** Whether everything behind a gateway is simulated: the only equipment that drills act upon. */
  isSimulated(gateway: GatewayId): boolean;
  /** What cutting the path to a gateway is predicted to do. */
  lossOf(tx: Tx, gateway: GatewayId): Promise<CommunicationLoss>;
  /** Drives behind a gateway that say at this moment that they are in local control: people are at them. */
  inLocal(gateway: GatewayId): readonly DriveId[];
  /** What drives say at this moment, in words for the record. */
  telemetry(drives: readonly DriveId[]): string;
  /** Adds lines to an incident's timeline, within the transaction that makes them true. */
  tellIncident(tx: Tx, incident: IncidentId, lines: readonly IncidentLine[], at: Instant): Promise<void>;
}
