import type { IncidentSeverity } from './severity';
import type { IncidentSignal } from './signal';

/** What signals of one incident have in common beside their pattern. */
export type Grouping = 'gateway' | 'zone' | 'site';

/** A way in which a pattern shows itself clearly enough to call somebody. */
export interface Opening {
  /** Types of events and definitions of alarms; 'other-alarms' is every alarm that no rule names. */
  types: readonly string[] | 'other-alarms';
  /** `{gateway}`, `{drive}`, `{zone}`, `{site}`, `{key}` stand for the signal's own. */
  title: string;
  /** By consequence (reference: incidents, 4.3). */
  severity: IncidentSeverity;
  /** One signal is enough when there is none. */
  threshold?: Threshold;
  /** Not worth calling anybody when one of these was seen shortly before, at the same place. */
  excusedBy?: { types: readonly string[]; withinMs: number };
}

/** So many different ones within a time, or every one there is: a site of two gateways is silent with both. */
export interface Threshold {
  distinct: 'gateway' | 'drive' | 'signal';
  atLeast: number;
  withinMs: number;
  orEvery?: 'gateway-of-site';
}

/**
 * A pattern that becomes an incident: one per group, as long as signals follow one another within the window.
 * Each type is in the openings of one rule only, so that the number of incidents does not depend on the order
 * in which signals arrive.
 */
export interface IncidentRule {
  id: string;
  /** What it is about, for people who read rules. */
  about: string;
  group: Grouping;
  /** Longest pause between two signals of one incident. */
  windowMs: number;
  /** The first that fits counts; worst first. */
  openings: readonly Opening[];
  /** Linked when they come while it is open, or came within the window before; they open nothing. */
  context: readonly string[];
}

/** Whether the signal says that somebody has to act. Of events only those that say so themselves. */
export const calls = (signal: IncidentSignal): boolean =>
  signal.kind === 'alarm' || signal.response === 'act';
