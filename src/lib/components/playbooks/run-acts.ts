import type { RunId, StepId } from '$lib/domain/ids';
import { Act } from '$lib/live/act.svelte';
import { confirmPassword, tellApi } from '$lib/live/api';

/** An approval: of exactly what was shown, by somebody who has just entered their password. */
export interface Consent {
  bindsTo: string;
  reason: string;
  /** Drives whose reaction is unknown or dangerous, as they were named one by one. */
  named: readonly string[];
  password: string;
}

/**
 * What a person does to one run. Acts upon its steps and words for its history go their ways apart, so that a
 * slow one does not hold up the other.
 */
export class RunActs {
  readonly state = new Act();
  readonly words = new Act();
  readonly #id: () => RunId;
  readonly #done: () => void;
  readonly #tell: typeof tellApi;
  readonly #confirm: typeof confirmPassword;

  /** @param done is called after the server did it, to ask for what became of the run */
  constructor(id: () => RunId, done: () => void, tell = tellApi, confirm = confirmPassword) {
    this.#id = id;
    this.#done = done;
    this.#tell = tell;
    this.#confirm = confirm;
  }

  complete(
    step: StepId,
    outcome: 'done' | 'failed',
    values: Readonly<Record<string, string>>,
    note: string,
  ): Promise<boolean> {
    const what = outcome === 'done' ? 'Complete the step' : 'Report the step as failed';
    return this.#do(this.state, what, `steps/${step}/complete`, { outcome, values, note });
  }

  approve(step: StepId, { password, ...consent }: Consent): Promise<boolean> {
    return this.#do(this.state, 'Approve', `steps/${step}/approve`, consent, password);
  }

  refuse(step: StepId, { bindsTo, reason, password }: Omit<Consent, 'named'>): Promise<boolean> {
    return this.#do(this.state, 'Refuse', `steps/${step}/refuse`, { bindsTo, reason }, password);
  }

  resolve(step: StepId, outcome: 'succeeded' | 'failed', reason: string): Promise<boolean> {
    return this.#do(this.state, `Resolve as ${outcome}`, `steps/${step}/resolve`, { outcome, reason });
  }

  pause(reason: string): Promise<boolean> {
    return this.#do(this.state, 'Pause', 'pause', { reason });
  }

  resume(reason: string): Promise<boolean> {
    return this.#do(this.state, 'Go on', 'resume', { reason });
  }

  cancel(reason: string): Promise<boolean> {
    return this.#do(this.state, 'Cancel the run', 'cancel', { reason });
  }

  note(text: string, step: StepId | undefined): Promise<boolean> {
    return this.#do(this.words, 'Add note', 'note', step === undefined ? { text } : { text, step });
  }

  #do(act: Act, what: string, way: string, body: object, password?: string): Promise<boolean> {
    return act.run(what, async () => {
      if (password !== undefined) await this.#confirm(password);
      await this.#tell(`/runs/${this.#id()}/${way}`, body);
      this.#done();
      // An answer after the time for it is believed, and takes its fault away.
      act.confirmed();
    });
  }
}
