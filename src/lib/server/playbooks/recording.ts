import { advance } from '../../domain/playbooks/engine/advance';
import type { Context } from '../../domain/playbooks/engine/context';
import type { RunEvent } from '../../domain/playbooks/engine/events';
import type { Line, RunState, StepState } from '../../domain/playbooks/engine/state';
import type { RunId } from '../../domain/ids';
import type { RunEntry } from '../../protocol/runs';
import type { RunRows } from '../storage/run-store';
import { cut } from './present';

/** A step that changed, and how it was before; undefined when it is new. */
export interface StepChange {
  before: StepState | undefined;
  after: StepState;
}

/** A run while events are taken in, before anything of it is written. */
export class Recording {
  #state: RunState;
  #steps: RunRows['steps'];
  readonly #before: RunRows['steps'];
  readonly #changed = new Set<number>();
  readonly #lines: Line[] = [];

  constructor(
    readonly id: RunId,
    rows: Pick<RunRows, 'state' | 'steps'>,
    readonly context: Context,
  ) {
    this.#state = rows.state;
    this.#steps = rows.steps;
    this.#before = rows.steps;
  }

  get state(): RunState {
    return this.#state;
  }

  get steps(): RunRows['steps'] {
    return this.#steps;
  }

  /** Whether anything of it has to be written. */
  get isTouched(): boolean {
    return this.#changed.size > 0 || this.#lines.length > 0;
  }

  take(...events: readonly RunEvent[]): this {
    for (const event of events) {
      const { state, steps, changed, lines } = advance(this.#state, this.#steps, event, this.context);
      this.#state = state;
      this.#steps = new Map(steps);
      for (const { number } of changed) this.#changed.add(number);
      this.#lines.push(...lines);
    }
    return this;
  }

  changes(): StepChange[] {
    return [...this.#changed]
      .sort((a, b) => a - b)
      .flatMap((number) => {
        const after = this.#steps.get(number);
        return after === undefined ? [] : [{ before: this.#before.get(number), after }];
      });
  }

  /** Lines for the run's history; their numbers follow those that it has. */
  entries(): RunEntry[] {
    const first = this.#state.entries - this.#lines.length + 1;
    return this.#lines.map((line, i) => ({
      ...line,
      seq: first + i,
      at: this.context.now,
      text: cut(line.text),
    }));
  }
}
