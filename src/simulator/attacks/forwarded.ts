import type { Instant } from '../../lib/domain/time';

/** One thing that a gateway says of what happened to it. */
export type Said =
  /** A line or record of a log, as its forwarder wraps it. */
  | { kind: 'record'; program: string; line: string; json?: object }
  /** A state that a collector on the gateway raises or, with `isOver`, ends. */
  | {
      kind: 'alarm';
      type: string;
      entity?: string;
      severity: string;
      text: string;
      facts: object;
      isOver?: boolean;
    };

/** What is said, and how long after the attack began. */
export interface Step {
  afterMs: number;
  /** Made when it is said, with the gateway's own time at that moment. */
  say(time: Instant): Said;
}

/** Where an attack happens. */
export interface Scene {
  gateway: string;
  /** Draws from [0, 1). */
  random(): number;
}
