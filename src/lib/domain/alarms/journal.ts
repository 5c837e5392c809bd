/** What the alarm journal tells of: every change of an alarm, by machine or person. */
export const TRANSITIONS = [
  'raised',
  'returned',
  'superseded',
  'escalated',
  're-alarmed',
  'unknown',
  'known',
  'held',
  'released',
  'acknowledged',
  'confirmed',
  'reset',
  'shelf-asked',
  'shelved',
  'unshelved',
  'shelf-ended',
  'suppressed',
  'unsuppressed',
  'out-of-service',
  'returned-to-service',
] as const;
export type Transition = (typeof TRANSITIONS)[number];
