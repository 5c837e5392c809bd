import type { DriveId, EntityTopicId, GatewayId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import {
  predictLoss,
  type CommunicationLoss,
  type DriveTwin,
} from '../../domain/playbooks/communication-loss';
import type { Clock } from '../clock';
import type { Database, Tx } from '../storage/database';
import { readStates } from '../storage/entity-state-store';

/** What a drive's own words say now; both null unless they are live. */
export interface DriveNow {
  running: boolean | null;
  local: boolean | null;
}

export interface LossPreviewParts {
  database: Database;
  clock: Clock;
  plant(): Plant;
  driveNow(id: DriveId): DriveNow;
}

/**
 * What cutting the path to a gateway is predicted to do, as of now: from what the drives reported of their
 * settings, the plant file, and nothing else. Throws `database.unavailable`.
 */
export const previewLoss = (parts: LossPreviewParts, gateway: GatewayId): Promise<CommunicationLoss> =>
  parts.database.read((tx) => previewLossIn(tx, parts, gateway));

/** The same inside a transaction, for whoever decides on it there. */
export async function previewLossIn(
  tx: Tx,
  { clock, plant, driveNow }: Omit<LossPreviewParts, 'database'>,
  gateway: GatewayId,
): Promise<CommunicationLoss> {
  const twins = new Map<EntityTopicId, DriveTwin[]>();
  for (const { topicId, name, body, receivedAt } of await readStates(tx, { gateway, channels: ['twin'] })) {
    twins.set(topicId, [...(twins.get(topicId) ?? []), { name, body, receivedAt }]);
  }
  const drives = plant().drives.filter((drive) => drive.gateway === gateway);
  return predictLoss(
    gateway,
    drives.map((drive) => ({ drive, twins: twins.get(drive.entity) ?? [], ...driveNow(drive.id) })),
    clock.now(),
  );
}
