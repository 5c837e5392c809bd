import type { DriveId, GatewayId, RunId } from '../../../domain/ids';
import type { DriveState } from '../../../domain/plant/drive-state';
import type { Drive, Plant } from '../../../domain/plant/model';
import type { Freshness } from '../../../domain/telemetry/quality';
import type { Instant } from '../../../domain/time';
import type { GatewayHealth } from '../../../protocol/down';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import type { Database, Tx } from '../../storage/database';
import type { RunFacts } from '../executor';

/** A signal of a drive as it is now. */
export interface SignalNow {
  value: number;
  unit: string;
  freshness: Freshness;
}

/** A drive as it is now. */
export interface LookedAtDrive {
  freshness: Freshness;
  state: DriveState;
  /** Undefined for what the drive never sent. */
  signal(name: string): SignalNow | undefined;
}

/** Stored telemetry, as drills on a record look at it. */
export interface RecordedTelemetry {
  /** Drives as they were at a moment of the record; one that said nothing until then is left out. */
  drives(
    tx: Tx,
    run: RunId,
    drives: readonly Drive[],
    at: Instant,
  ): Promise<ReadonlyMap<DriveId, LookedAtDrive>>;
}

/** Where checks look; handed in by whoever puts the program together. */
export interface CheckParts {
  database: Database;
  clock: Clock;
  log: Logger;
  plant(): Plant;
  drive(id: DriveId, now: Instant): LookedAtDrive | undefined;
  gateway(
    id: GatewayId,
    now: Instant,
  ): Pick<GatewayHealth, 'link' | 'clockOffsetMs' | 'certificateNotAfter' | 'heldMessages'>;
  recorded: RecordedTelemetry;
  /** Undefined while nobody has looked; else whether the log's entries lead to what was signed. */
  auditIntact(): boolean | undefined;
}

/** One look: what everything that is found belongs to. */
export interface Look {
  tx: Tx;
  parts: CheckParts;
  run: Pick<RunFacts, 'id' | 'gateway' | 'drives' | 'site' | 'zone' | 'incident' | 'timeScale' | 'recorded'>;
  now: Instant;
  /** The moment of the plant that is looked at: now, or one of the record that a drill is played. */
  at: Instant;
}
