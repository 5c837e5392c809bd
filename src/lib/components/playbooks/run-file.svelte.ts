import type { RunNews } from '$lib/live/run-state.svelte';
import type { RunEntry, RunStepView, RunView } from '$lib/protocol/runs';

/** One run with every step and line of its history, as the API gives it. */
export interface RunDetail {
  run: RunView;
  steps: readonly RunStepView[];
  entries: readonly RunEntry[];
  variables: readonly RunVariable[];
}

/** A variable of the run's playbook as it stands now; `null` is not known. */
export interface RunVariable {
  name: string;
  type: string;
  value: string | null;
  constant: boolean;
}

/**
 * The run that is open on a page: what was asked for, kept up by news. Where lines of its history are missing,
 * or its variables may have changed, it is asked for again; nothing is guessed.
 */
export class RunFile {
  run = $state.raw<RunView>() as RunView;
  steps = $state.raw<readonly RunStepView[]>([]);
  entries = $state.raw<readonly RunEntry[]>([]);
  variables = $state.raw<readonly RunVariable[]>([]);
  readonly #again: () => void;

  /** @param again asks for the whole file once more */
  constructor(detail: RunDetail, again: () => void) {
    this.run = detail.run;
    this.steps = detail.steps;
    this.entries = detail.entries;
    this.variables = detail.variables;
    this.#again = again;
  }

  /** Takes in an answer of the server; one that is older than what is known takes nothing away. */
  load(detail: RunDetail): void {
    if (detail.run.id !== this.run.id || detail.run.revision < this.run.revision) return;
    this.run = detail.run;
    this.steps = detail.steps;
    this.entries = detail.entries;
    this.variables = detail.variables;
  }

  take({ run, steps, entries }: RunNews): void {
    // What a check measures changes a step and adds no line: the revision stays.
    if (run.id !== this.run.id || run.revision < this.run.revision) return;
    this.run = run;
    const changed = new Map(steps.map((step) => [step.id, step]));
    const kept = this.steps.map((step) => {
      const news = changed.get(step.id);
      changed.delete(step.id);
      return news ?? step;
    });
    this.steps = [...kept, ...changed.values()];
    const last = this.entries.at(-1)?.seq ?? 0;
    const added = entries.filter(({ seq }) => seq > last).sort((a, b) => a.seq - b.seq);
    if (added.some(({ seq }, i) => seq !== last + 1 + i)) return this.#again();
    this.entries = [...this.entries, ...added];
    if (steps.some(({ endedAt }) => endedAt !== null)) this.#again();
  }

  /** Whether the server is known to have more than this page holds. */
  isBehind(run: RunView | undefined): boolean {
    return run !== undefined && run.revision > this.run.revision;
  }
}
