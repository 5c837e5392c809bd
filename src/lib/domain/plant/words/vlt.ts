import { either, flag, type BitMeaning } from './bit';

/** Status word of the FC profile (reference: drives, section 5.1). All 16 bits 0 is a lost link, no state. */
export const VLT_STATUS = [
  either(0, 'control not ready', 'control ready'),
  either(1, 'drive not ready', 'drive ready'),
  either(2, 'coasting', 'enabled'),
  either(3, 'no error', 'trip'),
  either(4, 'no error', 'error without trip'),
  either(6, 'no error', 'trip lock: needs mains off and on at the drive'),
  either(7, 'no warning', 'warning'),
  either(8, 'speed not at reference', 'speed at reference'),
  either(9, 'local (Off or Hand): bus cannot control', 'bus control'),
  either(10, 'outside frequency limit', 'within frequency limit'),
  either(11, 'not operating', 'in operation'),
  either(12, 'drive OK', 'stopped, starts by itself (overtemperature)'),
  either(13, 'voltage OK', 'DC voltage exceeded'),
  either(14, 'torque and current OK', 'torque or current limit exceeded'),
  either(15, 'timer and thermal OK', 'thermal timer above 100 %'),
] as const satisfies readonly BitMeaning[];

/** Control word of the FC profile. Display only: the product never writes one (D6). */
export const VLT_CONTROL = [
  flag(0, 'preset reference, low bit', 'high'),
  flag(1, 'preset reference, high bit', 'high'),
  either(2, 'DC brake', ''),
  either(3, 'coast', ''),
  either(4, 'quick stop', ''),
  either(5, 'hold output', ''),
  either(6, 'ramp stop', 'start'),
  flag(7, 'reset', 'high'),
  flag(8, 'jog', 'high'),
  either(9, 'ramp 1', 'ramp 2'),
  either(10, 'data not valid', 'data valid'),
  flag(11, 'relay 01', 'high'),
  flag(12, 'relay 02', 'high'),
  flag(13, 'set-up, low bit', 'high'),
  flag(14, 'set-up, high bit', 'high'),
  flag(15, 'reverse', 'high'),
] as const satisfies readonly BitMeaning[];

const DISPUTED = 'overcurrent (A13) or torque limit (A12): sources disagree which';

/**
 * Alarm word 16-90; the warning word 16-92 uses the same places (reference: drives, section 6.1). These are
 * bit places, not alarm numbers; `A..` names the alarm they belong to. Bits 5 and 6 alone say nothing specific.
 */
export const VLT_ALARM = [
  flag(0, 'brake check (A28)', 'high'),
  flag(1, 'power card temperature (A69)', 'high'),
  flag(2, 'earth fault (A14)', 'high'),
  flag(3, 'control card temperature (A65)', 'high'),
  flag(4, 'control word timeout (A17)', 'high'),
  flag(5, DISPUTED, 'low'),
  flag(6, DISPUTED, 'low'),
  flag(7, 'motor thermistor (A11)', 'high'),
  flag(8, 'motor thermal model, ETR (A10)', 'high'),
  flag(9, 'inverter overloaded (A9)', 'high'),
  flag(10, 'DC undervoltage (A8)', 'high'),
  flag(11, 'DC overvoltage (A7)', 'high'),
  flag(12, 'short circuit (A16)', 'high'),
  flag(13, 'inrush fault (A33)', 'low'),
  flag(14, 'mains phase loss (A4)', 'medium'),
  flag(15, 'motor adaptation not OK (A50 to A58)', 'medium'),
  flag(16, 'live zero error (A2)', 'medium'),
  flag(17, 'internal fault (A38)', 'medium'),
  flag(18, 'brake overload (A26)', 'low'),
  flag(19, 'motor phase U lost (A30)', 'medium'),
  flag(20, 'motor phase V lost (A31)', 'medium'),
  flag(21, 'motor phase W lost (A32)', 'medium'),
  flag(22, 'fieldbus fault (A34)', 'low'),
  flag(23, '24 V supply low (A47)', 'low'),
  flag(24, 'mains failure (A36)', 'low'),
  flag(25, '1.8 V supply low (A48)', 'low'),
  flag(26, 'brake resistor (A25)', 'low'),
  flag(27, 'brake chopper (A27)', 'low'),
  flag(28, 'option changed (A67)', 'low'),
  flag(29, 'drive initialised (A80)', 'medium'),
  flag(30, 'safe torque off (A68)', 'low'),
  flag(31, 'mechanical brake low (A63)', 'low'),
] as const satisfies readonly BitMeaning[];

/** Place of safe torque off in alarm and warning word; of low certainty. */
export const VLT_STO_BIT = 30;
