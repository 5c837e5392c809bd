import type { DriveState } from '../plant/drive-state';
import type { Family } from '../plant/families';
import { isStoDiagnostic } from '../plant/sto';
import type { Reading } from './debounce';

/** Conditions that a drive's own words tell. */
export const WORD_CONDITIONS = [
  'ot.drive_fault',
  'ot.drive_trip_lock',
  'ot.drive_warning',
  'ot.drive_sto_active',
  'ot.drive_sto_diag',
] as const;
export type WordCondition = (typeof WORD_CONDITIONS)[number];

/**
 * What the words say of each condition (reference: drives, section 8). One situation is one condition: a trip
 * that the safety circuit explains is told as that, and a trip lock is no plain trip. `hold` leaves a condition
 * as it is: while a drive has tripped, its warnings say nothing more.
 */
export function wordConditions(
  family: Family,
  { run, tripLock, sto, warning, faultCode }: DriveState,
): Readonly<Record<WordCondition, Reading | 'hold'>> {
  if (run === 'unknown' || run === 'link-lost') return ALL_UNKNOWN;
  const isTripped = run === 'tripped';
  const isDiagnostic = isTripped && faultCode !== undefined && isStoDiagnostic(family, faultCode);
  const isSafe = sto === true && !isDiagnostic;
  const isLocked = isTripped && tripLock === true;
  const isTold = isDiagnostic || isSafe;
  return {
    'ot.drive_fault': said(isTripped && !isTold && !isLocked),
    'ot.drive_trip_lock': said(isLocked && !isTold),
    'ot.drive_warning': isTripped ? 'hold' : perhaps(warning),
    'ot.drive_sto_active': isDiagnostic ? 'normal' : perhaps(sto),
    'ot.drive_sto_diag': isTripped && faultCode === undefined ? 'unknown' : said(isDiagnostic),
  };
}

const said = (isActive: boolean): Reading => (isActive ? 'active' : 'normal');

const perhaps = (isActive: boolean | undefined): Reading =>
  isActive === undefined ? 'unknown' : said(isActive);

const ALL_UNKNOWN = {
  'ot.drive_fault': 'unknown',
  'ot.drive_trip_lock': 'unknown',
  'ot.drive_warning': 'unknown',
  'ot.drive_sto_active': 'unknown',
  'ot.drive_sto_diag': 'unknown',
} as const satisfies Record<WordCondition, Reading>;
