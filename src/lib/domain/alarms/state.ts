/**
 * The named states of an alarm (reference: alarms, 2.2). They are derived from flags and never stored, so that a
 * restart cannot change one.
 */
export const ALARM_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returned',
  'latched-unacknowledged',
  'latched-acknowledged',
  'shelved',
  'suppressed',
  'out-of-service',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** What is stored of an alarm: its newest occurrence, and what withholds its annunciation. Each may change alone. */
export interface AlarmFlags {
  /** Of the newest activation; `closed` once nothing more is to be done about it. */
  occurrence: 'none' | 'open' | 'closed';
  /** The condition, with delays and deadband behind it. */
  active: boolean;
  acked: boolean;
  /** The optional second step: the cause was dealt with. */
  confirmed: boolean;
  /** Stays in alarm after the condition has gone, until it is reset. */
  latched: boolean;
  shelving: 'none' | 'timed' | 'one-shot';
  /** Suppressed by a person. */
  suppressed: boolean;
  /** Suppressed by design: the alarm of its cause is active. */
  held: boolean;
  outOfService: boolean;
}

/** An alarm that never was. */
export const NO_FLAGS: AlarmFlags = {
  occurrence: 'none',
  active: false,
  acked: false,
  confirmed: false,
  latched: false,
  shelving: 'none',
  suppressed: false,
  held: false,
  outOfService: false,
};

/** Why an alarm is not annunciated, the strongest reason first; `no` when it is. */
export type Withheld = 'no' | 'shelved' | 'suppressed' | 'out-of-service';

/** Precedence: out of service, then suppressed, then shelved, then everything else. */
export function withheldBy(
  flags: Pick<AlarmFlags, 'shelving' | 'suppressed' | 'held' | 'outOfService'>,
): Withheld {
  if (flags.outOfService) return 'out-of-service';
  if (flags.suppressed || flags.held) return 'suppressed';
  return flags.shelving === 'none' ? 'no' : 'shelved';
}

export function stateOf(flags: AlarmFlags): AlarmState {
  const withheld = withheldBy(flags);
  return withheld === 'no' ? stateBeneath(flags) : withheld;
}

/** The state that would show if nothing withheld it. */
export function stateBeneath(
  flags: Pick<AlarmFlags, 'occurrence' | 'active' | 'acked' | 'latched'>,
): AlarmState {
  const { occurrence, active, acked, latched } = flags;
  if (occurrence !== 'open') return 'normal';
  if (active) return acked ? 'acknowledged' : 'unacknowledged';
  if (latched) return acked ? 'latched-acknowledged' : 'latched-unacknowledged';
  return acked ? 'normal' : 'returned';
}

/** Whether an alarm of that state shows as new and sounds: a return to normal never does (D10). */
export const isAnnunciated = (state: AlarmState): boolean =>
  state === 'unacknowledged' || state === 'latched-unacknowledged';
