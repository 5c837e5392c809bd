import type { SignalKey } from '../telemetry/signals';
import { SECOND_MS } from '../time';
import type { Priority } from './priority';

/** The outer limit (HH, LL) is near a trip and needs somebody soon; the inner (H, L) warns. */
interface LevelRule {
  priority: Priority;
  /** How far the value must come back past this limit: in the signal's unit, or as a share of the limit. */
  deadband: { unit: number } | { share: number };
  /** How long the value must be beyond the limit. */
  onDelayMs: number;
}

/** Definitions of alarms that limits raise. */
export type LimitDefinition =
  | 'ot.heatsink_high'
  | 'ot.heatsink_low'
  | 'ot.control_card_high'
  | 'ot.dc_link_high'
  | 'ot.dc_link_low'
  | 'ot.motor_current_high'
  | 'ot.motor_current_low'
  | 'ot.motor_torque_high'
  | 'ot.motor_torque_low'
  | 'ot.motor_thermal_high'
  | 'ot.inverter_thermal_high';

/** How the limits of one signal on one side become an alarm. */
export interface LimitRule {
  signal: SignalKey;
  side: 'high' | 'low';
  /** Id of the alarm's definition; H and HH are one alarm that rises. */
  definition: LimitDefinition;
  title: string;
  inner: LevelRule;
  outer: LevelRule;
  offDelayMs: number;
}

const level = (priority: Priority, deadband: LevelRule['deadband'], seconds: number): LevelRule => ({
  priority,
  deadband,
  onDelayMs: seconds * SECOND_MS,
});

const KELVIN = { unit: 1 };
const TWO_KELVIN = { unit: 2 };
const TWO_POINTS = { unit: 2 };
const ONE_PERCENT = { share: 0.01 };
const TWO_PERCENT = { share: 0.02 };

/**
 * Deadbands and delays of limits: starting values of alarms, section 3. Current and torque wait longer than a
 * motor takes to accelerate. A limit that no plant file and no family gives raises nothing.
 */
export const LIMIT_RULES: readonly LimitRule[] = [
  {
    signal: 'heatsink_temp_c',
    side: 'high',
    definition: 'ot.heatsink_high',
    title: 'Heatsink too hot',
    inner: level(3, TWO_KELVIN, 60),
    outer: level(2, KELVIN, 5),
    offDelayMs: 60 * SECOND_MS,
  },
  {
    signal: 'heatsink_temp_c',
    side: 'low',
    definition: 'ot.heatsink_low',
    title: 'Heatsink too cold',
    inner: level(4, TWO_KELVIN, 60),
    outer: level(3, KELVIN, 60),
    offDelayMs: 60 * SECOND_MS,
  },
  {
    signal: 'control_card_temp_c',
    side: 'high',
    definition: 'ot.control_card_high',
    title: 'Control card too hot',
    inner: level(3, TWO_KELVIN, 60),
    outer: level(2, KELVIN, 5),
    offDelayMs: 60 * SECOND_MS,
  },
  {
    signal: 'dc_link_v',
    side: 'high',
    definition: 'ot.dc_link_high',
    title: 'DC link voltage high',
    inner: level(3, ONE_PERCENT, 5),
    outer: level(2, ONE_PERCENT, 1),
    offDelayMs: 5 * SECOND_MS,
  },
  {
    signal: 'dc_link_v',
    side: 'low',
    definition: 'ot.dc_link_low',
    title: 'DC link voltage low',
    inner: level(3, ONE_PERCENT, 5),
    outer: level(2, ONE_PERCENT, 1),
    offDelayMs: 5 * SECOND_MS,
  },
  {
    signal: 'motor_current_a',
    side: 'high',
    definition: 'ot.motor_current_high',
    title: 'Motor current high',
    inner: level(3, TWO_PERCENT, 30),
    outer: level(2, TWO_PERCENT, 5),
    offDelayMs: 10 * SECOND_MS,
  },
  {
    signal: 'motor_current_a',
    side: 'low',
    definition: 'ot.motor_current_low',
    title: 'Motor current low',
    inner: level(4, TWO_PERCENT, 30),
    outer: level(3, TWO_PERCENT, 30),
    offDelayMs: 10 * SECOND_MS,
  },
  {
    signal: 'motor_torque_pct',
    side: 'high',
    definition: 'ot.motor_torque_high',
    title: 'Motor torque high',
    inner: level(3, TWO_POINTS, 30),
    outer: level(2, TWO_POINTS, 5),
    offDelayMs: 10 * SECOND_MS,
  },
  {
    signal: 'motor_torque_pct',
    side: 'low',
    definition: 'ot.motor_torque_low',
    title: 'Motor torque low',
    inner: level(4, TWO_POINTS, 30),
    outer: level(3, TWO_POINTS, 30),
    offDelayMs: 10 * SECOND_MS,
  },
  {
    signal: 'motor_thermal_pct',
    side: 'high',
    definition: 'ot.motor_thermal_high',
    title: 'Motor close to its thermal limit',
    inner: level(3, TWO_POINTS, 10),
    outer: level(2, TWO_POINTS, 1),
    offDelayMs: 60 * SECOND_MS,
  },
  {
    signal: 'inverter_thermal_pct',
    side: 'high',
    definition: 'ot.inverter_thermal_high',
    title: 'Drive close to its thermal limit',
    inner: level(3, TWO_POINTS, 10),
    outer: level(2, TWO_POINTS, 1),
    offDelayMs: 60 * SECOND_MS,
  },
];
