import type { WorkflowStep } from '../cacao/model';
import { changesNothing } from '../effect';
import { effectOf } from './consent';
import { versionKey, type CalledPlaybook, type Context } from './context';
import type { Entrance, Frame, Line, LineKind, RunState, StepState } from './state';
import { assign, declared, type Values } from './values';

const ENDED: ReadonlySet<StepState['status']> = new Set([
  'succeeded',
  'failed',
  'timed-out',
  'refused',
  'skipped',
  'cancelled',
]);
export const isEnded = ({ status }: Pick<StepState, 'status'>): boolean => ENDED.has(status);

/** Whether a step has been come to and is not over. */
export const isLive = (step: StepState): boolean => step.status !== 'pending' && !isEnded(step);

/** Where something stands in a run. */
type Standing = Pick<StepState, 'parent' | 'frame'>;

/**
 * A run while one event is worked into it: what stands, and what changes of it. Works on copies.
 */
export class RunInWork {
  readonly state: RunState;
  readonly lines: Line[] = [];
  readonly #steps: Map<number, StepState>;
  readonly #changed = new Set<number>();

  constructor(
    state: RunState,
    steps: ReadonlyMap<number, StepState>,
    readonly context: Context,
  ) {
    this.state = { ...state, frames: state.frames.map((frame) => ({ ...frame })), queue: [...state.queue] };
    this.#steps = new Map(steps);
  }

  get changed(): StepState[] {
    return [...this.#changed].sort((a, b) => a - b).map((number) => this.step(number));
  }

  get steps(): ReadonlyMap<number, StepState> {
    return this.#steps;
  }

  step(number: number): StepState {
    const step = this.#steps.get(number);
    if (step === undefined) throw new Error(`there is no step ${number} in this run`);
    return step;
  }

  set(number: number, change: Partial<StepState>): StepState {
    const before = this.step(number);
    const after = { ...before, ...change };
    this.#steps.set(number, after);
    this.#changed.add(number);
    if (isEnded(after) && !isEnded(before)) this.state.done += 1;
    return after;
  }

  tell(kind: LineKind, step: number | null, text: string, by: Line['by'] = null): void {
    this.lines.push({ kind, runStep: step, by, text });
  }

  frame(number: number): Frame {
    const frame = this.state.frames[number];
    if (frame === undefined) throw new Error(`there is no frame ${number} in this run`);
    return frame;
  }

  program(frame: number): CalledPlaybook {
    const { playbook, version } = this.frame(frame);
    const found = this.context.playbooks.get(versionKey(playbook, version));
    if (found === undefined) throw new Error(`the playbook ${playbook} of ${version} is not at hand`);
    return found;
  }

  workflowStep(step: Pick<StepState, 'frame' | 'step'>): WorkflowStep {
    const found = this.program(step.frame).playbook.workflow[step.step];
    if (found === undefined) throw new Error(`there is no ${step.step} in the playbook`);
    return found;
  }

  /** What a step sees: its playbook's variables, and its own over them. */
  valuesOf(step: StepState): Values {
    return { ...this.frame(step.frame).values, ...step.values };
  }

  /** Makes the row of a step that has not been come to. */
  make(entrance: Entrance): number {
    this.state.steps += 1;
    const number = this.state.steps;
    const written = this.workflowStep(entrance);
    this.#steps.set(number, {
      ...BLANK,
      number,
      frame: entrance.frame,
      step: entrance.step,
      kind: written.type,
      name: written.name ?? written.type,
      effect: written.type === 'action' ? effectOf(written) : 'none',
      values: declared(written.step_variables),
    });
    this.#changed.add(number);
    return number;
  }

  /** Puts what a step gives back into the variables that it names; what is wrong with it, if anything. */
  takeBack(
    number: number,
    names: readonly string[],
    outputs: Readonly<Record<string, string>>,
  ): string | undefined {
    const step = this.step(number);
    const frame = this.frame(step.frame);
    const given = names.flatMap((name) =>
      Object.hasOwn(outputs, name) ? [[name, outputs[name] ?? '']] : [],
    );
    const isOwn = ([name = '']: string[]): boolean => Object.hasOwn(step.values, name);
    const own = assign(step.values, Object.fromEntries(given.filter(isOwn)) as Record<string, string>);
    const shared = assign(
      frame.values,
      Object.fromEntries(given.filter((pair) => !isOwn(pair))) as Record<string, string>,
    );
    this.set(number, { values: own.values });
    frame.values = shared.values;
    const refused = [...own.refused, ...shared.refused];
    return refused.length === 0 ? undefined : `What it gave back cannot be used: ${refused.join('; ')}`;
  }

  /**
   * Gives up the ways of which that is true. Whatever changes anything and runs is awaited all the same, so that what
   * became of it is known, and its equipment held until it is; it moves nothing any more.
   */
  giveUp(isIn: (at: Standing) => boolean): void {
    for (const step of [...this.#steps.values()]) {
      if (!isLive(step) || !isIn(step)) continue;
      const isAwaited =
        step.status === 'unknown' ||
        (step.status === 'running' && step.kind === 'action' && !changesNothing(step.effect));
      if (isAwaited) this.set(step.number, { isDetached: true });
      else {
        const status = step.status === 'running' ? 'cancelled' : 'skipped';
        this.set(step.number, { status, endedAt: this.context.now, dueAt: null, isDetached: true });
      }
    }
    for (const frame of this.state.frames) {
      if (frame.caller !== null && isIn(this.step(frame.caller))) frame.isOver = true;
    }
    this.state.queue = this.state.queue.filter((entrance) => !isIn(entrance));
  }

  /** Whether something stands below a step: in one of its branches, or in a playbook that it called. */
  isBelow(at: Standing, above: number): boolean {
    for (let stand = at; ;) {
      const up = this.#above(stand);
      if (up === null) return false;
      if (up === above) return true;
      stand = this.step(up);
    }
  }

  /** Whether something belongs to a frame, or to a playbook that was called from it, however far below. */
  isInFrame(at: Standing, frame: number): boolean {
    for (let stand = at; ;) {
      if (stand.frame === frame) return true;
      const { caller } = this.frame(stand.frame);
      if (caller === null) return false;
      stand = this.step(caller);
    }
  }

  #above({ parent, frame }: Standing): number | null {
    return parent ?? this.frame(frame).caller;
  }
}

const BLANK: StepState = {
  number: 0,
  frame: 0,
  step: '',
  kind: '',
  name: '',
  effect: 'none',
  status: 'pending',
  parent: null,
  iteration: 0,
  attempt: 1,
  values: {},
  dueAt: null,
  startedAt: null,
  endedAt: null,
  branches: 0,
  turns: 0,
  isDetached: false,
  rendered: null,
  approval: null,
  checks: [],
  result: null,
  problem: null,
  by: null,
};
