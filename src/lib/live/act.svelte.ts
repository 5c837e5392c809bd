import { ApiError } from './api';

/** An act that has no answer by then is said to take long; by the second time, to have failed (reference: ux, 11). */
export const LATE_MS = 2_000;
export const UNANSWERED_MS = 5_000;

interface Attempt {
  /** What is being done, as a person reads it: `Acknowledge`. */
  what: string;
  /** Resolves when the server has done it. */
  ask: () => Promise<void>;
}

/** Why an act failed; `unknown` when nobody can tell yet whether it was done. */
interface ActFault {
  code: string;
  message: string;
  outcome: 'not-done' | 'unknown';
}

/**
 * One act of a person upon the server, on its way from pressed to confirmed. Nothing is shown as done before
 * the server said so, or the stream did. An answer that comes after all is believed.
 */
export class Act {
  phase = $state.raw<'idle' | 'pending' | 'late' | 'failed'>('idle');
  fault = $state.raw<ActFault | undefined>(undefined);
  what = $state.raw('');
  #attempt: Attempt | undefined;
  /** Rises with each attempt: an answer to an older one no longer speaks. */
  #number = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

  get isBusy(): boolean {
    return this.phase === 'pending' || this.phase === 'late';
  }

  /** True when it was done. While one is on its way another does not begin. */
  async run(what: string, ask: () => Promise<void>): Promise<boolean> {
    if (this.isBusy) return false;
    this.#attempt = { what, ask };
    return this.#try(this.#attempt);
  }

  /** The same once more, after it failed. */
  retry(): Promise<boolean> {
    return this.#attempt === undefined || this.isBusy ? Promise.resolve(false) : this.#try(this.#attempt);
  }

  /** The stream shows that it was done, whatever became of the answer. */
  confirmed(): void {
    if (this.phase === 'idle') return;
    this.#number += 1;
    this.#rest();
  }

  /** Takes the fault away; it was read. */
  dismiss(): void {
    if (!this.isBusy) this.#rest();
  }

  async #try({ what, ask }: Attempt): Promise<boolean> {
    this.#number += 1;
    const number = this.#number;
    this.#clearTimers();
    this.what = what;
    this.fault = undefined;
    this.phase = 'pending';
    this.#timers = [
      setTimeout(() => (this.phase = 'late'), LATE_MS),
      setTimeout(() => this.#fail('unanswered', NO_ANSWER, 'unknown'), UNANSWERED_MS),
    ];
    try {
      await ask();
      if (number === this.#number) this.#rest();
      return true;
    } catch (error) {
      if (number !== this.#number) return false;
      const known = error instanceof ApiError ? error : new ApiError('internal', 'This page made a mistake.');
      // The connection may have broken before the server acted, or after.
      this.#fail(known.code, known.message, known.status === undefined ? 'unknown' : 'not-done');
      return false;
    }
  }

  #fail(code: string, message: string, outcome: ActFault['outcome']): void {
    this.#clearTimers();
    this.fault = { code, message, outcome };
    this.phase = 'failed';
  }

  #rest(): void {
    this.#clearTimers();
    this.fault = undefined;
    this.phase = 'idle';
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}

const NO_ANSWER = 'No answer for 5 s: whether it was done is not known.';
