import type { Confidence } from '../confidence';
import type { FaultClass } from './fault-classes';

/** `W` warns and the drive runs on, `A` trips, `WA` is either, as the drive's parameters say. */
export type FaultKind = 'W' | 'A' | 'WA';

export interface Fault {
  text: string;
  faultClass: FaultClass;
  confidence: Confidence;
  kind?: FaultKind;
  /** Fault IDs shown beside the code; nobody confirmed them, and they are shown as unverified. */
  unverifiedIds?: readonly number[];
}

export type FaultTable = Readonly<Record<number, Fault>>;
