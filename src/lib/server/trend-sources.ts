import type { Plant } from '../domain/plant/model';
import type { Instant } from '../domain/time';
import type { Inventory } from './assets/inventory';
import type { GatewayBoard } from './plant/gateway-board';
import { countAdvisories } from './storage/advisory-store';
import { openMatchesByZone } from './storage/match-store';
import type { TrendSources } from './trends/sources';

interface Parts {
  board: Pick<GatewayBoard, 'health'>;
  assets: Pick<Inventory, 'all'>;
  plant(): Plant;
  now(): Instant;
}

/** What the other parts of the program know of the present, as the trends count it. */
export const trendSources = ({ board, assets, plant, now }: Parts): TrendSources => ({
  certificateEnd: (gateway) => board.health(gateway, now()).certificateNotAfter,
  async support() {
    const all = await assets.all();
    return all.flatMap(({ zone, support }) => (zone === null ? [] : [{ zone, state: support }]));
  },
  async vulnerabilities(tx, at) {
    if ((await countAdvisories(tx)) === 0) return undefined;
    const zones = plant().zones.map(({ id }) => id);
    const open = await openMatchesByZone(tx, zones, at);
    return new Map(open.map((of) => [of.zone, of]));
  },
});
