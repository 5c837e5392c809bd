import { canSeePlaced } from '../../domain/access/visibility';
import type { Plant } from '../../domain/plant/model';
import type { DurableSnapshot, GatewayHealth } from '../../protocol/down';
import type { Database } from '../storage/database';
import { readNoticesAt } from '../storage/stream-store';
import { mayRead, type Viewer } from './viewer';

/**
 * The state that the durable stream tells of, for one viewer. Presence is read after the head and may be
 * newer than it; the entries that follow bring it to the same place.
 */
export async function durableSnapshot(
  db: Database,
  viewer: Viewer,
  plant: () => Plant,
  gateways: () => readonly GatewayHealth[],
): Promise<DurableSnapshot> {
  const { head, notices } = await readNoticesAt(db);
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
    notices: notices
      .filter((notice) => mayRead(viewer, notice))
      .map(({ key, severity, text, since }) => ({ key, severity, text, since })),
    alarms: { counts: [], first: [], floods: [], canary: null },
    incidents: { open: [], total: 0 },
    toReview: [],
  };
}
