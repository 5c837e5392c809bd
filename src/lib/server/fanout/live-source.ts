import type { Actor } from '../../domain/access/roles';
import type { DriveId, GatewayId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { GatewayHealth, Heartbeat } from '../../protocol/down';
import type { LiveDrive } from '../plant/live-drive';

/** The live image, read only. */
export interface ImageSource {
  get(id: DriveId): LiveDrive | undefined;
  drives(): Iterable<LiveDrive>;
  /** Calls `changed` after every change of the drive; returns the way to stop. */
  watch(id: DriveId, changed: () => void): () => void;
}

/** The gateways' connections, read only. */
export interface GatewaySource {
  health(id: GatewayId, now: Instant): GatewayHealth | undefined;
  all(now: Instant): readonly GatewayHealth[];
  /** Those that are read no further until our database has caught up; asked at every flush. */
  heldGateways(): ReadonlySet<GatewayId>;
}

/** The plant as the file describes it. */
export interface PlantSource {
  current(): Plant;
}

/** The canary, which shows on every screen that alarms get through. */
export interface CanarySource {
  /** A screen has painted that one. */
  painted(number: number): void;
}

/** Whether the hops behind the server work, and since when. */
export type HopsHealth = Pick<Heartbeat, 'database' | 'broker'>;

/** A session that is valid now. */
export interface LiveSession {
  actor: Actor;
  sessionId: string;
  /** From then on it only looks. */
  expiresAt: Instant;
  /** From then on it is over. */
  endsAt: Instant;
}
