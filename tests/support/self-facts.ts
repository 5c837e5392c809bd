import type { SelfFacts } from '../../src/lib/server/posture/self-answers';

/** This program with nothing wrong that could be. */
export const SELF_IN_ORDER: SelfFacts = {
  auditIntact: true,
  accounts: { enabled: 5, withoutRole: 0, idle: [], inTwoPlaces: 0 },
  refusedMessages: 0,
  remote: { all: 0, withoutEnd: 0 },
  retired: { all: 0, stillTrusted: [] },
  proofs: { signInHeld: true, strangerRefused: true, alarmsArrive: true },
  newestLogs: new Map(),
  web: 'loopback',
};
