import { HOUR_MS, MINUTE_MS } from '../../time';
import type { GuidanceTable } from './guidance';

/** Alarms about drives that somebody may have laid hands on. Zonewatch itself never writes to a drive. */
export const DRIVE_GUIDANCE = {
  'ot.modbus_write': {
    consequence: 'Somebody has written to a drive. It may start, stop, change speed or lose a protection.',
    response: [
      'Watch the drive: does it do what it should? Be ready to stop it at the machine.',
      'Ask whether the address it came from is a control system or a service laptop at work.',
      'If nobody knows it, have that address cut off from the drive network and open an incident.',
      'Have the drive’s parameters compared with the approved ones.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
    isLatching: true,
  },
  'ot.drive_param_changed': {
    consequence: 'The drive behaves otherwise than approved: limits, ramps or protections may be different.',
    response: [
      'Read which parameter, from what to what. Ask whether it was planned.',
      'If it was, have it approved; if not, have it set back at the machine, with the process owner’s consent.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'ot.drive_firmware_changed': {
    consequence: 'The drive runs software nobody approved: it may do anything, its protections included.',
    response: [
      'Ask whether the drive was serviced or replaced. If so, have it entered in the inventory.',
      'If not, bring the line to a safe state with the process owner and have the drive checked.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'ot.drive_identity_changed': {
    consequence:
      'Another device answers where this drive was: its parameters, and what is shown of it, may be wrong.',
    response: [
      'Ask whether the drive was replaced. If so, have it entered in the inventory and its parameters checked.',
      'If not, look on site what answers at this address.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'ot.alarm_suppressed': {
    consequence: 'A warning of the drive no longer shows although what it warns of goes on.',
    response: [
      'Look at the value itself, not at its alarm; ask on site.',
      'Find out who changed the limit or cleared the alarm. Nobody: open an incident.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  'ot.unexpected_start': {
    consequence: 'A machine moves and nobody has asked it to. People near it are in danger.',
    response: [
      'Have people warned and the machine stopped at its emergency stop if anybody may be near.',
      'Find out who started it: panel, control system, or a write to the drive.',
      'It stays stopped until that is known. Open an incident.',
    ],
    respondWithinMs: MINUTE_MS,
  },
} as const satisfies GuidanceTable;
