import { FAMILY_FACTS, type Family } from '../families';
import type { Fault, FaultTable } from './fault';
import { FAULT_CLASSES } from './fault-classes';
import { IC2_FAULTS } from './ic2-faults';
import { VACON_100_FAULTS } from './vacon-100-faults';
import { VACON_NX_FAULTS } from './vacon-nx-faults';
import { VLT_FAULTS } from './vlt-faults';

/** A fault as it is shown: the row of its family's table with the name of its class. */
export interface FaultText extends Fault {
  className: string;
}

const NONE: FaultTable = {};

/** No public list of iC7 fault numbers exists, so iC7 has none here: its events are shown as received. */
const TABLES = {
  'vacon-nx': VACON_NX_FAULTS,
  'vacon-100': VACON_100_FAULTS,
  'vlt-fc-102': VLT_FAULTS,
  'vlt-fc-103': VLT_FAULTS,
  'vlt-fc-202': VLT_FAULTS,
  'vlt-fc-302': VLT_FAULTS,
  ic2: IC2_FAULTS,
  ic7: NONE,
  unknown: NONE,
} as const satisfies Record<Family, FaultTable>;

/** What a family's fault number means, or `undefined` when no trustworthy list says; never a guess. */
export function faultText(family: Family, number: number): FaultText | undefined {
  const table: FaultTable = TABLES[family];
  const fault = table[number];
  return fault === undefined ? undefined : { ...fault, className: FAULT_CLASSES[fault.faultClass] };
}

/** Numbers mean different things per family, so the family is always named: `VACON NX fault 30: ...`. */
export function faultLabel(family: Family, number: number): string {
  const fault = faultText(family, number);
  const noun = fault?.kind === 'W' ? 'warning' : 'fault';
  return `${FAMILY_FACTS[family].label} ${noun} ${number}${fault ? `: ${fault.text}` : ' (no text)'}`;
}
