import type { DurableSnapshot } from '../../src/lib/protocol/down';

/** A snapshot of the durable stream of a plant in which nothing is the matter. */
export const aSnapshot = (given: Partial<DurableSnapshot>): DurableSnapshot => ({
  head: 0,
  presence: [],
  notices: [],
  alarms: { counts: [], first: [], floods: [], canary: null },
  incidents: { open: [], total: 0 },
  runs: { open: [] },
  toReview: [],
  ...given,
});
