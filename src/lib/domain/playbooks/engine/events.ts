import type { PersonId } from '../../ids';
import type { Instant } from '../../time';
import type { Reading, Rendered, Vote } from './state';

/** What a dry run finds of a step, by its key in the workflow. */
export interface Foreseen {
  text: string;
  isWell: boolean;
  rendered: Rendered | null;
}

/** What happened to a run from outside; its state is the fold of these. Steps are named by number. */
export type RunEvent =
  | { type: 'began' }
  /** All of it was looked at without doing anything: what each step would do, or what is wrong with it. */
  | { type: 'foreseen'; steps: Readonly<Record<string, Foreseen>> }
  /** Somebody executes it now: consent is used up. */
  | { type: 'started'; step: number; dueAt: Instant }
  /** It cannot begin yet, and is looked at again then. */
  | { type: 'held-up'; step: number; until: Instant; why: string }
  /** What was consented to is no longer what would be done. */
  | { type: 'voided'; step: number; why: string }
  | {
      type: 'ended';
      step: number;
      outcome: 'succeeded' | 'failed' | 'timed-out' | 'unknown';
      text: string;
      outputs: Readonly<Record<string, string>>;
      checks: readonly Reading[];
    }
  /** Whoever executed it is gone. */
  | { type: 'lost'; step: number }
  | {
      type: 'completed';
      step: number;
      outcome: 'done' | 'failed';
      values: Readonly<Record<string, string>>;
      note: string;
      by: PersonId;
    }
  | { type: 'approved' | 'refused'; step: number; vote: Vote }
  /** An unknown outcome became known: by a person, or by the program that found it out. */
  | {
      type: 'resolved';
      step: number;
      outcome: 'succeeded' | 'failed';
      reason: string;
      by: PersonId | null;
    }
  | { type: 'noted'; step: number | null; text: string; by: PersonId }
  | { type: 'paused' | 'resumed' | 'cancelled'; reason: string; by: PersonId }
  /** Time went on: everything that is due happens. */
  | { type: 'ticked' };
