import type { FaultTable } from './fault';
import { VLT_FAULTS } from './vlt-faults';

const SHARED = [
  2, 4, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 30, 31, 32, 38, 59, 65, 68, 80, 99,
] as const satisfies readonly (keyof typeof VLT_FAULTS)[];

/** iC2-Micro uses these numbers with the meaning of VLT, as far as is generally known: low certainty. */
export const IC2_FAULTS: FaultTable = Object.fromEntries(
  SHARED.map((number) => [number, { ...VLT_FAULTS[number], confidence: 'low' }]),
);
