import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Drive } from '../../domain/plant/model';
import type { Arrival } from '../../domain/telemetry/arrival';
import type { ClockReading } from '../../domain/telemetry/clock-offset';
import type { Sample } from '../../domain/telemetry/sample';
import type { Instant } from '../../domain/time';
import type { DriveHint } from './drive-hint';

/** The live image, as far as ingest needs it. */
export interface LiveSink {
  apply(sample: Sample, drive: Drive, arrival: Arrival): 'live' | 'historical';
  setUnits(gateway: GatewayId, entity: EntityTopicId, units: ReadonlyMap<string, string>): void;
}

/** Clocks and counts of gateways. */
export interface GatewayWatch {
  messageArrived(gateway: GatewayId, at: Instant): void;
  observeClock(gateway: GatewayId, source: Instant, received: Instant): void;
  clockOf(gateway: GatewayId): ClockReading | undefined;
}

/** The plant, as far as ingest needs it. */
export interface DriveRegistry {
  driveByEntity(gateway: GatewayId, entity: EntityTopicId): Drive | undefined;
  /** Makes a discovered drive, or tells an existing discovered one more about itself. */
  ensureDrive(gateway: GatewayId, entity: EntityTopicId, hint: DriveHint): Promise<Drive>;
}
