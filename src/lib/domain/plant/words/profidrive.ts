import { either, flag, type BitMeaning } from './bit';

/**
 * Status word of iC7 drives (reference: drives, section 5.3). Bits 7 to 11 are read in the maker's guide,
 * bits 0 to 6 are those of the PROFIdrive standard.
 */
export const PROFIDRIVE_STATUS = [
  either(0, 'not ready to switch on', 'ready to switch on'),
  either(1, 'not ready to operate', 'ready to operate'),
  either(2, 'operation disabled', 'operation enabled'),
  either(3, 'no fault', 'fault'),
  either(4, 'coast (OFF2) active', ''),
  either(5, 'quick stop (OFF3) active', ''),
  either(6, '', 'switching on inhibited'),
  either(7, 'no warning', 'warning'),
  either(8, 'speed outside tolerance', 'speed within tolerance'),
  either(
    9,
    'fieldbus not in control (local panel, PC tool, or its control word invalid)',
    'fieldbus control',
  ),
  either(10, 'frequency limit exceeded', 'frequency within limits'),
  flag(11, 'as the plant defined it', 'high'),
] as const satisfies readonly BitMeaning[];
