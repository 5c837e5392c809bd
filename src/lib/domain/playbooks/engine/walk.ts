import type { ActionStep, PlaybookActionStep, WorkflowStep } from '../cacao/model';
import { otExecution } from '../cacao/ot-execution';
import { changesNothing } from '../effect';
import { HOUR_MS, MINUTE_MS } from '../../time';
import { branchOf, type Branching } from './branching';
import { consentOf, effectOf, isByHand } from './consent';
import { versionKey } from './context';
import { equipmentOf } from './equipment';
import { fillStep, isShownWhole, rendered } from './render-step';
import { isLive, RunInWork } from './run-in-work';
import type { Entrance, Frame, StepState } from './state';
import { assign, declared, type Values } from './values';
import { leadsBack } from './way-out';

/** Time for a step that names none: software, people. */
const AUTOMATIC_MS = 15 * MINUTE_MS;
const BY_HAND_MS = 24 * HOUR_MS;
/** No run has more steps than this, whatever its loops do. */
const MOST_STEPS = 20_000;

/**
 * A run while one event is worked into it. Everything that follows without waiting is done at once: conditions,
 * branches, ends, and what the next steps need before they can begin.
 *
 *   enter ─▶ delayed ─▶ waiting-approval ─▶ ready ─▶ running ─▶ succeeded ─▶ enter the next
 *                                    └────▶ waiting-person ──┘        └─▶ failed, timed-out, refused ─▶ on_failure
 */
export class Walk extends RunInWork {
  /** Begins a playbook: all of its steps are there, as pending, before the first of them begins. */
  open(frame: Frame): void {
    const number = this.state.frames.push(frame) - 1;
    const { workflow, workflow_start } = this.program(number).playbook;
    for (const key of Object.keys(workflow)) this.make({ ...ENTRY, frame: number, step: key });
    this.queue({ ...ENTRY, frame: number, step: workflow_start });
  }

  queue(entrance: Entrance): void {
    this.state.queue.push(entrance);
  }

  /** Goes on as far as it goes without waiting for anything. */
  settle(): void {
    while (this.state.hold === 'none' && this.state.endedAt === null) {
      const entrance = this.state.queue.shift();
      if (entrance === undefined) break;
      this.#enter(entrance);
    }
    this.#endWhenOver();
  }

  /** Begins what a step does, once its delay is over. */
  begin(number: number): void {
    const step = this.set(number, { dueAt: null });
    const written = this.workflowStep(step);
    switch (written.type) {
      case 'start':
        return this.end(number, 'succeeded');
      case 'end':
        this.set(number, { status: 'succeeded', startedAt: this.context.now, endedAt: this.context.now });
        return this.#wayEnded(this.step(number));
      case 'action':
        return this.#beginAction(number, written);
      case 'playbook-action':
        return this.#call(number, written);
      default:
        return this.#branch(number, written);
    }
  }

  /** Asks for consent, anew if it was asked before, or lets the step go on when none is needed. */
  prepare(number: number, problem: string | null = null): void {
    const step = this.step(number);
    const written = this.workflowStep(step) as ActionStep;
    const filled = fillStep(this.program(step.frame).playbook, written, this.valuesOf(step));
    if (typeof filled === 'string') return this.end(number, 'failed', `It cannot be filled in: ${filled}`);
    const of = { sha256: this.frame(step.frame).sha256, step: step.step };
    const equipment = equipmentOf(written, filled, this.state.facts, this.context.plant);
    if ('problem' in equipment) return this.end(number, 'failed', equipment.problem);
    const what = rendered(of, filled, equipment.gateways, (text) => this.context.hash(text));
    const consent = consentOf(written);
    if (consent === undefined) {
      this.set(number, { rendered: what, problem });
      return this.clear(number);
    }
    if (!filled.commands.every(isShownWhole)) {
      return this.end(
        number,
        'failed',
        'A command is longer than can be shown, so nobody can consent to it.',
      );
    }
    const { now } = this.context;
    const expiresAt = now + consent.expiresMs;
    this.set(number, {
      rendered: what,
      problem,
      status: 'waiting-approval',
      dueAt: expiresAt,
      approval: {
        asked: (step.approval?.asked ?? 0) + 1,
        roles: consent.roles,
        needed: consent.needed,
        bindsTo: what.bindsTo,
        askedAt: now,
        expiresAt,
        state: 'open',
        given: [],
        refused: null,
        closedAt: null,
      },
    });
    this.tell('approval-asked', number, `${step.name} waits for consent: ${consent.roles.join(', ')}`);
  }

  /**
   * Nobody has to consent any more. What changes anything is looked at once more when it begins, whoever does it:
   * its version, its equipment, its lock. What a person only looks at is theirs at once.
   */
  clear(number: number): void {
    const step = this.step(number);
    const written = this.workflowStep(step) as ActionStep;
    if (isByHand(written) && changesNothing(step.effect)) return this.hand(number);
    this.set(number, { status: 'ready', dueAt: null });
  }

  /** Gives a step to people: from now on somebody is to do it. */
  hand(number: number): void {
    const step = this.step(number);
    const written = this.workflowStep(step);
    const { now } = this.context;
    const dueAt = now + (written.timeout || BY_HAND_MS);
    this.set(number, { status: 'waiting-person', startedAt: now, dueAt });
    this.tell('step', number, `${step.name}: to be done by hand`);
  }

  /** When a step that begins now has to be over. */
  deadline(number: number): number {
    return this.context.now + (this.workflowStep(this.step(number)).timeout || AUTOMATIC_MS);
  }

  /** Ends a step, and goes on where the playbook says. */
  end(number: number, status: 'succeeded' | 'failed' | 'timed-out' | 'refused', problem?: string): void {
    const step = this.set(number, {
      status,
      endedAt: this.context.now,
      startedAt: this.step(number).startedAt ?? this.context.now,
      dueAt: null,
      ...(problem === undefined ? {} : { problem }),
    });
    if (status !== 'succeeded') {
      this.tell(
        'step',
        number,
        `${step.name}: ${status.replaceAll('-', ' ')}${problem ? `. ${problem}` : ''}`,
      );
    } else if (step.kind === 'action' || step.kind === 'playbook-action') {
      this.tell('step', number, `${step.name}: done${step.result ? `. ${step.result}` : ''}`, step.by);
    }
    if (!step.isDetached) this.#goOn(step, status, problem);
  }

  /** The same for what software did: where the playbook declares that it may be, it is tried again first. */
  endTry(number: number, status: 'succeeded' | 'failed' | 'timed-out', problem?: string): void {
    const step = this.step(number);
    const written = this.workflowStep(step);
    if (status === 'succeeded' || step.isDetached || !mayTryAgain(step, written)) {
      return this.end(number, status, problem);
    }
    this.set(number, { isDetached: true });
    this.end(number, status, problem);
    const { backoffMs } = otExecution(written);
    this.queue({
      ...entranceOf(step),
      attempt: step.attempt + 1,
      backoffMs: Math.min(backoffMs * 2 ** (step.attempt - 1), HOUR_MS),
    });
  }

  #goOn(step: StepState, status: StepState['status'], problem: string | undefined): void {
    const written = this.workflowStep(step);
    const next = nextOf(step, written);
    if (next !== undefined) {
      if (status !== 'succeeded' && step.parent === null && !this.#isMadeGood(step, written, next)) {
        this.frame(step.frame).mishap ??= `${step.name}: ${problem ?? status}`;
      }
      return this.queue({ ...entranceOf(step), step: next, attempt: 1, backoffMs: 0 });
    }
    if (status === 'succeeded') return this.#wayEnded(step);
    this.#exception(step, problem ?? status);
  }

  #isMadeGood({ frame }: StepState, written: WorkflowStep, next: string): boolean {
    return (
      written.on_completion !== undefined || leadsBack(this.program(frame).playbook.workflow, written, next)
    );
  }

  #enter(entrance: Entrance): void {
    if (this.frame(entrance.frame).isOver) return;
    const waiting = [...this.steps.values()].find(
      ({ frame, step, status }) => frame === entrance.frame && step === entrance.step && status === 'pending',
    );
    const number = waiting?.number ?? this.make(entrance);
    const { parent, iteration, attempt } = entrance;
    const step = this.set(number, { parent, iteration, attempt });
    if (this.state.steps > MOST_STEPS) {
      return this.#exception(step, `the run has more than ${MOST_STEPS} steps`);
    }
    const waitMs = (this.workflowStep(step).delay ?? 0) + entrance.backoffMs;
    if (waitMs === 0) return this.begin(number);
    this.set(number, {
      status: 'delayed',
      dueAt: this.context.now + Math.ceil(waitMs / this.state.facts.timeScale),
    });
  }

  #beginAction(number: number, written: ActionStep): void {
    const effect = effectOf(written);
    if (effect === 'safety-relevant') {
      return this.end(number, 'failed', 'Refused: software never touches safety functions.');
    }
    this.set(number, { effect });
    this.prepare(number);
  }

  #call(number: number, written: PlaybookActionStep): void {
    const { playbook_id: id, playbook_version: version } = written;
    const called = version === undefined ? undefined : this.context.playbooks.get(versionKey(id, version));
    const step = this.set(number, { startedAt: this.context.now });
    if (called === undefined || version === undefined) {
      return this.end(number, 'failed', `The library does not hold ${id} of ${version ?? 'any version'}.`);
    }
    if (called.reasons.length > 0) {
      return this.end(number, 'failed', `The called playbook cannot be executed: ${called.reasons[0]}`);
    }
    const own = declared(called.playbook.playbook_variables);
    const seen = this.valuesOf(step);
    const given: Record<string, string> = {};
    for (const name of written.in_args ?? []) {
      const value = seen[name]?.value;
      if (value !== null && value !== undefined && Object.hasOwn(own, name)) given[name] = value;
    }
    const { values, refused } = assign(own, given);
    if (refused.length > 0) return this.end(number, 'failed', refused.join('; '));
    this.set(number, { status: 'running', branches: 1, dueAt: timeOf(written, this.context.now) });
    this.open({
      playbook: called.playbook.id as Frame['playbook'],
      version,
      sha256: called.sha256,
      caller: number,
      values,
      isExceptional: false,
      mishap: null,
      isOver: false,
    });
  }

  #branch(number: number, written: Branching): void {
    const step = this.step(number);
    if (step.startedAt === null) {
      this.set(number, {
        status: 'running',
        startedAt: this.context.now,
        dueAt: timeOf(written, this.context.now),
      });
    }
    const playbook = this.program(step.frame).playbook;
    const chosen = branchOf(playbook, written, this.step(number), this.valuesOf(step), this.context.now);
    if ('problem' in chosen) return this.end(number, 'failed', chosen.problem);
    const isLoop = written.type === 'while-condition';
    if (chosen.steps.length === 0) return this.end(number, 'succeeded');
    const turns = isLoop ? step.turns + 1 : step.turns;
    this.set(number, { branches: chosen.steps.length, turns });
    const iteration = isLoop ? turns : step.iteration;
    for (const key of chosen.steps) {
      this.queue({ ...ENTRY, frame: step.frame, step: key, parent: number, iteration });
    }
  }

  /** A way came to its end: the step that branched off goes on, or the playbook is over. */
  #wayEnded({ parent, frame }: StepState): void {
    if (parent === null) return this.#frameEnded(frame);
    const above = this.step(parent);
    if (!isLive(above)) return;
    const left = above.branches - 1;
    this.set(parent, { branches: left });
    if (left > 0) return;
    const written = this.workflowStep(above);
    if (written.type === 'while-condition') this.#branch(parent, written);
    else this.end(parent, 'succeeded');
  }

  /**
   * A failure that no step deals with. The playbook's `workflow_exception` takes over and nothing else of that
   * playbook goes on; without one, the failure is the playbook's.
   */
  #exception(step: StepState, why: string): void {
    const frame = this.frame(step.frame);
    frame.mishap ??= `${step.name}: ${why}`;
    const { workflow_exception: exception } = this.program(step.frame).playbook;
    const isFirst = !frame.isExceptional && exception !== undefined;
    frame.isExceptional = true;
    this.giveUp((at) => this.isInFrame(at, step.frame));
    if (isFirst) this.queue({ ...ENTRY, frame: step.frame, step: exception });
    else this.#frameEnded(step.frame);
  }

  #frameEnded(number: number): void {
    const frame = this.frame(number);
    frame.isOver = true;
    for (const step of [...this.steps.values()]) {
      if (step.frame === number && step.status === 'pending') this.set(step.number, { status: 'skipped' });
    }
    if (frame.caller === null) return;
    const caller = this.step(frame.caller);
    if (!isLive(caller)) return;
    if (frame.mishap !== null) return this.end(caller.number, 'failed', frame.mishap);
    const written = this.workflowStep(caller) as PlaybookActionStep;
    const problem = this.takeBack(caller.number, written.out_args ?? [], valuesAsText(frame.values));
    if (problem === undefined) this.end(caller.number, 'succeeded');
    else this.end(caller.number, 'failed', problem);
  }

  #endWhenOver(): void {
    const { state } = this;
    if (state.endedAt !== null) return;
    const root = this.frame(0);
    const isCancelled = state.hold === 'cancel';
    if (!root.isOver && !isCancelled) return;
    if ([...this.steps.values()].some(isLive)) return;
    for (const step of [...this.steps.values()]) {
      if (step.status === 'pending') this.set(step.number, { status: isCancelled ? 'cancelled' : 'skipped' });
    }
    state.endedAt = this.context.now;
    state.queue = [];
    if (!isCancelled) state.reason = root.mishap;
    const words = isCancelled ? 'Cancelled' : root.mishap === null ? 'Succeeded' : `Failed: ${root.mishap}`;
    this.tell('ended', null, words);
  }
}

const ENTRY: Entrance = { frame: 0, step: '', parent: null, iteration: 0, attempt: 1, backoffMs: 0 };

const entranceOf = ({ frame, step, parent, iteration, attempt }: StepState): Entrance => ({
  frame,
  step,
  parent,
  iteration,
  attempt,
  backoffMs: 0,
});

/** Where a step that ended goes on; a refusal has a way of its own where the playbook gives it one. */
function nextOf({ status }: StepState, written: WorkflowStep): string | undefined {
  const { on_completion: completion, on_success: success, on_failure: failure } = written;
  if (status === 'succeeded') return success ?? completion;
  const refusal = status === 'refused' ? otExecution(written).approval?.onRefusal : undefined;
  return refusal ?? failure ?? completion;
}

/** Checks and the like change nothing, but only what says that it may be is done again. */
function mayTryAgain({ attempt }: StepState, written: WorkflowStep): boolean {
  const { idempotent, maxAttempts } = otExecution(written);
  return written.type === 'action' && idempotent && attempt < maxAttempts;
}

const timeOf = ({ timeout }: WorkflowStep, now: number): number | null => (timeout ? now + timeout : null);

const valuesAsText = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
  );
