/** What a drive is doing, as its own words say; the numbers travel in frames: append, never renumber. */
export const RUN_STATES = ['unknown', 'running', 'ready', 'not-ready', 'tripped', 'link-lost'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** NAMUR NE 107 letter: failure, check function, out of specification, maintenance; none when good. */
export type Ne107 = 'F' | 'C' | 'S' | 'M' | undefined;

/** Decoded state of a drive. A field that the family's words cannot tell is `undefined`, never false. */
export interface DriveState {
  run: RunState;
  warning: boolean | undefined;
  tripLock: boolean | undefined;
  local: boolean | undefined;
  atReference: boolean | undefined;
  /** Safe torque off as the drive reports it: the safe state, shown, never commanded. */
  sto: boolean | undefined;
  faultCode: number | undefined;
  ne107: Ne107;
}
