import type { Scenario } from './kit/scenario';

/** Every scenario by its name, in the order in which they run; loaded only when it is wanted. */
export const SCENARIOS: Readonly<Record<string, () => Promise<{ scenario: Scenario }>>> = {
  fleet: () => import('./fleet'),
  focus: () => import('./focus'),
  wall: () => import('./wall'),
  sockets: () => import('./sockets'),
  heap: () => import('./heap'),
  load: () => import('./load'),
};
