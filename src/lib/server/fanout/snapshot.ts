import { canSeePlaced } from '../../domain/access/visibility';
import type { ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { DurableSnapshot, GatewayHealth } from '../../protocol/down';
import type { Clock } from '../clock';
import { readAlarmSnapshot } from '../storage/alarm-snapshot';
import { readCanary } from '../storage/canary-store';
import type { Database } from '../storage/database';
import { readIncidentSnapshot } from '../storage/incident-list-store';
import { openNotices } from '../storage/notice-store';
import { readRunSnapshot } from '../storage/run-list-store';
import { countToReview } from '../storage/security-event-queries';
import { readAtHead } from '../storage/stream-store';
import { mayRead, type Viewer } from './viewer';

export interface SnapshotSources {
  database: Database;
  clock: Clock;
  plant(): Plant;
  gateways(): readonly GatewayHealth[];
}

/**
 * The state that the durable stream tells of, for one viewer. Presence is read after the head and may be
 * newer than it; the entries that follow bring it to the same place.
 */
export async function durableSnapshot(viewer: Viewer, sources: SnapshotSources): Promise<DurableSnapshot> {
  const { database, clock, plant, gateways } = sources;
  const { head, state } = await readAtHead(database, async (tx) => ({
    notices: await openNotices(tx),
    alarms: await readAlarmSnapshot(tx, plant(), viewer.audience, clock.now()),
    canary: await readCanary(tx),
    toReview: await countToReview(tx, reviewZones(viewer)),
    incidents: await readIncidentSnapshot(tx, viewer.audience),
    runs: await readRunSnapshot(tx, viewer.audience),
  }));
  const placed = new Map(plant().gateways.map((gateway) => [gateway.id, gateway]));
  const isVisible = ({ id }: GatewayHealth): boolean => {
    const gateway = placed.get(id);
    return gateway !== undefined && canSeePlaced(viewer.audience, gateway);
  };
  return {
    head,
    presence: gateways()
      .filter(isVisible)
      .map(({ id, link, since }) => ({ gateway: id, link, since })),
    notices: state.notices
      .filter((notice) => mayRead(viewer, notice))
      .map(({ key, severity, text, since }) => ({ key, severity, text, since })),
    alarms: { ...state.alarms, canary: state.canary },
    incidents: state.incidents,
    runs: state.runs,
    toReview: [...state.toReview].map(([zone, count]) => ({ zone, count })),
  };
}

/** What has no place is of the whole plant. */
const reviewZones = ({ audience }: Viewer): (ZoneId | null)[] => [
  ...audience.zones,
  ...(audience.everything ? [null] : []),
];
