import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import type { AlarmDefinition } from './definition';
import { LIMIT_DEFINITIONS } from './limit-definitions';

/** What explains that nothing is heard of a drive: its gateway is gone. */
const BEHIND_GATEWAY = ['gw.offline'] as const;

const COMMON = {
  version: 1,
  kind: 'process',
  realarmAfterMs: undefined,
  isHighlyManaged: false,
  isLatching: false,
  onDelayMs: 0,
  offDelayMs: 0,
  causes: [],
} as const satisfies Partial<AlarmDefinition>;

/**
 * Alarms from what a drive says and measures (reference: drives, section 8; delays: alarms, section 3). A
 * situation has one alarm: a trip lock is no trip beside it, and a trip by the safety circuit is told as safe
 * torque off. Local control has none, because nobody has to answer it: it is a badge.
 */
export const PROCESS_DEFINITIONS: readonly AlarmDefinition[] = [
  {
    ...COMMON,
    id: 'ot.drive_fault',
    title: 'Drive tripped',
    priority: 2,
    consequence: 'The motor has lost its drive and coasts; what it moves stands still.',
    response: [
      'See what the stop means upstream and downstream, and take over with the standby where there is one.',
      'Read fault number and text; look at current, DC link and temperatures of the minute before.',
      'Send somebody to the drive to remove the cause. It is reset there, never from here.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'ot.drive_trip_lock',
    title: 'Drive tripped and locked',
    priority: 1,
    consequence:
      'The drive stays stopped until its mains were switched off and on at the cabinet; the fault may be one that destroys it when it is switched on again.',
    response: [
      'Take over with the standby, or bring the line to a stop in good order.',
      'Call an electrician: the cause is sought with the mains off (short circuit, earth fault, power section).',
      'Do not have it switched on again before the cause is found.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'ot.drive_warning',
    title: 'Drive warns',
    priority: 4,
    offDelayMs: MINUTE_MS,
    consequence: 'The drive runs on; many warnings become a trip when their cause stays.',
    response: [
      'Read the warning and the trend it is about.',
      'Relieve the drive if the process allows it; tell maintenance when the warning comes again.',
    ],
    respondWithinMs: HOUR_MS,
  },
  {
    ...COMMON,
    id: 'ot.drive_sto_active',
    title: 'Safe torque off active',
    priority: 2,
    isLatching: true,
    consequence:
      'The safety circuit holds the motor without torque. This is the safe state; what matters is who or what asked for it.',
    response: [
      'Find out who or what opened the circuit: emergency stop, guard, or work at the machine.',
      'If nobody did, treat it as unintended: have the circuit checked before anything starts again.',
      'It is released at the machine only. Nothing here can bypass it.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'ot.drive_sto_diag',
    title: 'Fault in the safe-torque-off circuit',
    priority: 1,
    isLatching: true,
    isHighlyManaged: true,
    consequence: 'The safety function may not work when it is needed.',
    response: [
      'Keep people away from the machine and tell whoever is responsible for its safety.',
      'The drive stays off until qualified staff have repaired the circuit and tested its function.',
    ],
    respondWithinMs: MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'ot.drive_comm_lost',
    title: 'Drive does not answer',
    priority: 3,
    // Of a drive at 1 Hz, on top of the silence after which it is stale: three of its intervals, at least 15 s.
    onDelayMs: 12 * SECOND_MS,
    offDelayMs: 3 * SECOND_MS,
    causes: BEHIND_GATEWAY,
    consequence: 'Nobody sees what the drive does. It may run on at its last reference, or may have stopped.',
    response: [
      'Ask somebody on site, or the process values around it, whether the motor runs.',
      'Compare with other drives of the gateway: one alone points at the drive or its cable, all at the gateway.',
      'Check power, fieldbus cable and option card of the drive.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'ot.telemetry_stale',
    title: 'Values no longer arrive',
    priority: 4,
    onDelayMs: 12 * SECOND_MS,
    offDelayMs: 3 * SECOND_MS,
    causes: BEHIND_GATEWAY,
    consequence: 'The drive speaks, but some of its values stand still: limits on them guard nothing.',
    response: [
      'Do not trust the values named; use others, or ask on site.',
      "Have the gateway's list of registers compared with what the drive offers.",
    ],
    respondWithinMs: HOUR_MS,
  },
  {
    ...COMMON,
    id: 'ot.telemetry_frozen',
    title: 'Values frozen while running',
    priority: 3,
    consequence:
      'Current and frequency have not moved by one bit although the motor runs: what is shown may be a replay or a stuck reading, and hides what really happens.',
    response: [
      'Do not rely on the values of this drive; compare with flow, pressure or a look at its panel.',
      'Have gateway and fieldbus checked; if nothing is found, treat it as possible manipulation.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'ot.telemetry_implausible',
    title: 'Values contradict each other',
    priority: 2,
    offDelayMs: MINUTE_MS,
    consequence: 'At least one of the values is wrong, by a fault or by intent, and cannot be steered by.',
    response: [
      'Do not act on the values named; ask on site what the drive shows.',
      'Have sensor, scaling and register list checked; look for writes to the drive and changed parameters.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  ...LIMIT_DEFINITIONS,
];
