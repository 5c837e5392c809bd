import { supportState, type Milestone } from '../domain/assets/lifecycle';
import type { Plant } from '../domain/plant/model';
import type { Instant } from '../domain/time';
import type { GatewayBoard } from './plant/gateway-board';
import { countAdvisories } from './storage/advisory-store';
import { openMatchesByZone } from './storage/match-store';
import type { TrendSources } from './trends/sources';

interface Parts {
  board: Pick<GatewayBoard, 'health'>;
  plant(): Plant;
  now(): Instant;
}

/** What the other parts of the program know of the present, as the trends count it. */
export const trendSources = ({ board, plant, now }: Parts): TrendSources => ({
  certificateEnd: (gateway) => board.health(gateway, now()).certificateNotAfter,
  support: async (_tx, at) =>
    plant().drives.map(({ zone, endOfService }) => ({
      zone,
      state: supportState({ milestones: statedBy(endOfService) }, at),
    })),
  async vulnerabilities(tx, at) {
    if ((await countAdvisories(tx)) === 0) return undefined;
    const zones = plant().zones.map(({ id }) => id);
    const open = await openMatchesByZone(tx, zones, at);
    return new Map(open.map((of) => [of.zone, of]));
  },
});

/** The day that the plant file states for a drive. */
const statedBy = (endOfService: string | undefined): Milestone[] =>
  endOfService === undefined ? [] : [{ kind: 'end-of-service', at: endOfService, source: 'plant file' }];
