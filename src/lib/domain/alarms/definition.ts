import type { Priority } from './priority';

/** Where an alarm comes from: the drive's process, a security event, or Zonewatch's own way of data. */
export type AlarmKind = 'process' | 'security' | 'system';

/**
 * What an alarm means and how it behaves; one for all drives or gateways it is evaluated for. The reason it
 * exists is its response: without one it is an event (reference: alarms, section 1).
 */
export interface AlarmDefinition {
  /** Dotted, such as `ot.drive_fault`; never changed once published. */
  id: string;
  /** Raised with every change of what is below; an occurrence keeps the version it was raised under. */
  version: number;
  title: string;
  kind: AlarmKind;
  priority: Priority;
  /** Stays after the condition has returned to normal, until it is reset (reference: alarms, 2.5). */
  isLatching: boolean;
  /** How long the condition must hold, or be gone, before the alarm follows it. */
  onDelayMs: number;
  offDelayMs: number;
  /** After so long unhandled an acknowledged alarm is annunciated anew; `undefined` never. */
  realarmAfterMs: number | undefined;
  /** Cannot be shelved without a second person (OPC UA Part 9, 3.1.12). */
  isHighlyManaged: boolean;
  /** Definitions of the same gateway whose active alarm explains this one: it is suppressed by design meanwhile. */
  causes: readonly string[];
  /** What happens when nobody acts, and what to do, line by line: shown where the alarm is. */
  consequence: string;
  response: readonly string[];
  /** How long there is to act; `undefined` when that is not known. */
  respondWithinMs: number | undefined;
}
