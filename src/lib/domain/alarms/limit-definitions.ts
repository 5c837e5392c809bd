import { MINUTE_MS } from '../time';
import type { AlarmDefinition } from './definition';
import { LIMIT_RULES, type LimitDefinition } from './limit-rules';

type Meaning = Pick<AlarmDefinition, 'consequence' | 'response' | 'respondWithinMs'>;

const RELIEVE = 'Take load off the drive where the process allows it, before it trips by itself.';

/** What a limit means to whoever watches the plant; by definition. */
const MEANINGS: Readonly<Record<LimitDefinition, Meaning>> = {
  'ot.heatsink_high': {
    consequence: 'The drive trips on overtemperature when it gets hotter.',
    response: [
      RELIEVE,
      'Have fan, filters and air path of the cabinet looked at, and the temperature of the room.',
    ],
    respondWithinMs: 10 * MINUTE_MS,
  },
  'ot.heatsink_low': {
    consequence: 'Below its limit the drive does not start, and water may condense in it.',
    response: ['Have the heating of cabinet and room checked before the drive is started.'],
    respondWithinMs: 60 * MINUTE_MS,
  },
  'ot.control_card_high': {
    consequence: 'The drive trips when its electronics get hotter, and they age fast meanwhile.',
    response: ['Have the air in the cabinet checked: fan, filters, closed doors, neighbours that heat it.'],
    respondWithinMs: 10 * MINUTE_MS,
  },
  'ot.dc_link_high': {
    consequence: 'The drive trips on overvoltage: the motor gives back more than the drive can take.',
    response: [
      'See whether the load is braked or driven; a longer ramp down or a brake resistor takes it.',
      'Compare with other drives of the same supply: all of them high points at the mains.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
  },
  'ot.dc_link_low': {
    consequence: 'The drive trips on undervoltage, or cannot give its torque.',
    response: [
      'Compare with other drives of the same supply: all of them low points at the mains, one at its fuses.',
      'Have supply and main switch of the drive checked.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
  },
  'ot.motor_current_high': {
    consequence: 'Motor and drive heat up beyond what they stand for long, and trip.',
    response: [
      RELIEVE,
      'Look for what makes the load heavy: a blocked pump, a closed valve, a worn bearing, a jam.',
    ],
    respondWithinMs: 10 * MINUTE_MS,
  },
  'ot.motor_current_low': {
    consequence: 'The motor turns without its load: a dry pump, a torn belt, a broken coupling.',
    response: ['See on site whether the machine does its work; stop a pump that runs dry.'],
    respondWithinMs: 10 * MINUTE_MS,
  },
  'ot.motor_torque_high': {
    consequence: 'The machine is blocked or overloaded; shaft, belt or gear may break.',
    response: [RELIEVE, 'Have the machine looked at for a jam before it is loaded again.'],
    respondWithinMs: 10 * MINUTE_MS,
  },
  'ot.motor_torque_low': {
    consequence: 'The motor turns without its load: a dry pump, a torn belt, a broken coupling.',
    response: ['See on site whether the machine does its work; stop a pump that runs dry.'],
    respondWithinMs: 10 * MINUTE_MS,
  },
  'ot.motor_thermal_high': {
    consequence: 'At 100 % the drive trips to protect the motor, which then needs time to cool.',
    response: [RELIEVE, 'Check cooling of the motor, above all at low speed, and what makes the load heavy.'],
    respondWithinMs: 5 * MINUTE_MS,
  },
  'ot.inverter_thermal_high': {
    consequence: 'At 100 % the drive trips and cannot be reset before it has cooled.',
    response: [RELIEVE, 'Check whether the motor draws more than the drive is made for.'],
    respondWithinMs: 5 * MINUTE_MS,
  },
};

/** One alarm per signal and side; it never latches (reference: alarms, 2.5). */
export const LIMIT_DEFINITIONS: readonly AlarmDefinition[] = LIMIT_RULES.map((rule) => ({
  id: rule.definition,
  version: 1,
  title: rule.title,
  kind: 'process',
  priority: rule.inner.priority,
  isLatching: false,
  onDelayMs: rule.inner.onDelayMs,
  offDelayMs: rule.offDelayMs,
  realarmAfterMs: undefined,
  isHighlyManaged: false,
  causes: [],
  ...MEANINGS[rule.definition],
}));
