import { either, flag, type BitMeaning } from './bit';

const COMMON = [
  either(0, 'not ready', 'ready'),
  either(1, 'stopped', 'running'),
  either(2, 'clockwise', 'counter-clockwise'),
  either(3, 'no fault', 'fault'),
  either(4, 'no alarm', 'alarm: keeps running'),
  either(5, 'reference not reached', 'at reference'),
  either(6, '', 'zero speed'),
  either(7, 'not magnetised', 'flux ready'),
] as const satisfies readonly BitMeaning[];

/** Status word 2101 of VACON 100 (reference: drives, section 5.2). */
export const VACON_100_STATUS = COMMON;

/** Status word 2101 of VACON NX: three bits more than VACON 100. */
export const VACON_NX_STATUS = [
  ...COMMON,
  either(8, 'speed limit by torque control active', ''),
  either(9, 'encoder clockwise', 'encoder counter-clockwise'),
  either(10, 'undervoltage fast stop active', ''),
] as const satisfies readonly BitMeaning[];

/** General status word 2102 of VACON NX: who is in control. */
export const VACON_NX_GENERAL = [
  flag(13, 'controlled by fieldbus', 'high'),
  flag(14, 'controlled by the panel: local', 'high'),
  flag(15, 'controlled by I/O terminals', 'high'),
] as const satisfies readonly BitMeaning[];

/** Control word 2001. Display only: the product never writes one (D6). */
export const VACON_CONTROL = [
  either(0, 'stop', 'run'),
  either(1, 'clockwise', 'counter-clockwise'),
  flag(2, 'fault reset', 'high'),
] as const satisfies readonly BitMeaning[];
