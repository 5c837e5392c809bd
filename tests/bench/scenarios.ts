import type { Scenario } from './kit/scenario';

/** Every scenario by its name, in the order in which they run; loaded only when it is wanted. */
export const SCENARIOS: Readonly<Record<string, () => Promise<{ scenario: Scenario }>>> = {
  fleet: () => import('./fleet'),
  large: () => import('./large'),
  focus: () => import('./focus'),
  wall: () => import('./wall'),
  sockets: () => import('./sockets'),
  history: () => import('./history'),
  heap: () => import('./heap'),
  load: () => import('./load'),
  growth: () => import('./growth'),
  alarms: () => import('./alarms'),
  runs: () => import('./runs'),
  advisories: () => import('./advisories'),
  trends: () => import('./trends'),
  posture: () => import('./posture'),
};
