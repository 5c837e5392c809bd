import { consentOf, isByHand } from './consent';
import type { ActionStep } from '../cacao/model';
import { changesNothing } from '../effect';
import type { Context } from './context';
import type { Foreseen, RunEvent } from './events';
import { standing } from './standing';
import type { Line, RunState, StepState } from './state';
import { Walk } from './walk';

/** What one event made of a run. */
export interface Advanced {
  state: RunState;
  /** All steps. */
  steps: ReadonlyMap<number, StepState>;
  /** Those that are new or changed, by number. */
  changed: StepState[];
  /** What its history tells of it. */
  lines: Line[];
}

type Steps = ReadonlyMap<number, StepState>;

/**
 * The fold: a run, one event, and the run afterwards. Pure, and the same every time; an event that does not fit
 * what a step waits for (a second answer, an answer that came too late) changes nothing.
 */
export function advance(state: RunState, steps: Steps, event: RunEvent, context: Context): Advanced {
  const walk = new Walk(state, steps, context);
  take(walk, event);
  walk.settle();
  const { changed, lines } = walk;
  const after = { ...walk.state, ...standing(walk.state, walk.steps) };
  const isTouched = changed.length > 0 || lines.length > 0;
  return {
    state: isTouched
      ? { ...after, entries: state.entries + lines.length, updatedAt: context.now }
      : { ...after, updatedAt: state.updatedAt },
    steps: walk.steps,
    changed,
    lines,
  };
}

function take(walk: Walk, event: RunEvent): void {
  switch (event.type) {
    case 'began':
      return begin(walk);
    case 'foreseen':
      return foresee(walk, event.steps);
    case 'ticked':
      return tick(walk);
    case 'noted':
      return walk.tell('note', event.step, event.text, event.by);
    case 'paused':
    case 'resumed':
    case 'cancelled':
      return hold(walk, event);
    default:
      return takeStep(walk, event);
  }
}

type StepEvent = Extract<RunEvent, { step: number }>;

function takeStep(walk: Walk, event: Exclude<StepEvent, { type: 'noted' }>): void {
  const step = walk.step(event.step);
  const { number, status } = step;
  switch (event.type) {
    case 'started':
      if (status !== 'ready') return;
      walk.set(number, {
        status: 'running',
        startedAt: walk.context.now,
        dueAt: event.dueAt,
        problem: null,
        approval: step.approval && { ...step.approval, state: 'consumed', closedAt: walk.context.now },
      });
      if (isByHand(walk.workflowStep(step) as ActionStep)) return walk.hand(number);
      return walk.tell('step', number, `${step.name}: begun`);
    case 'held-up':
      if (status === 'ready') walk.set(number, { dueAt: event.until, problem: event.why });
      return;
    case 'voided':
      if (status === 'ready') walk.prepare(number, event.why);
      return;
    case 'ended':
      return ended(walk, step, event);
    case 'lost':
      return lost(walk, step);
    case 'completed':
      return completed(walk, step, event);
    case 'approved':
    case 'refused':
      return voted(walk, step, event);
    case 'resolved':
      return resolved(walk, step, event);
  }
}

function begin(walk: Walk): void {
  const { facts } = walk.state;
  if (walk.state.steps > 0) return;
  const frame = walk.state.frames.pop();
  if (frame === undefined) throw new Error('a run begins with its own playbook');
  walk.tell('started', null, `${facts.title}, version ${facts.version}`, facts.requestedBy);
  walk.open(frame);
}

/** A dry run is over as soon as it is begun: every step tells what it would do. */
function foresee(walk: Walk, told: Readonly<Record<string, Foreseen>>): void {
  begin(walk);
  walk.state.queue = [];
  const { now } = walk.context;
  let faults = 0;
  for (const { number, step } of [...walk.steps.values()]) {
    const known = Object.hasOwn(told, step) ? told[step] : undefined;
    if (known === undefined) walk.set(number, { status: 'skipped', endedAt: now });
    else if (known.isWell) {
      walk.set(number, { status: 'succeeded', endedAt: now, result: known.text, rendered: known.rendered });
    } else {
      faults += 1;
      walk.set(number, { status: 'failed', endedAt: now, problem: known.text, rendered: known.rendered });
    }
  }
  const frame = walk.frame(0);
  frame.isOver = true;
  if (faults > 0) frame.mishap = faults === 1 ? 'One step would fail.' : `${faults} steps would fail.`;
}

/** What is late is taken in the order in which it was due. */
function tick(walk: Walk): void {
  const { now } = walk.context;
  const due = [...walk.steps.values()]
    .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
  for (const { number } of due) {
    const step = walk.step(number);
    if (step.dueAt !== null && step.dueAt <= now) fallDue(walk, step);
  }
}

function fallDue(walk: Walk, step: StepState): void {
  const { number } = step;
  switch (step.status) {
    case 'delayed':
      if (walk.state.hold === 'none') walk.begin(number);
      return;
    case 'waiting-approval':
      return expire(walk, step);
    case 'waiting-person':
      return walk.end(number, 'timed-out', 'Nobody did it in time.');
    case 'ready':
      walk.set(number, { dueAt: null });
      return;
    case 'running':
      if (step.kind === 'action') return overdue(walk, step);
      walk.giveUp((at) => walk.isBelow(at, number));
      return walk.end(number, 'timed-out', 'Its time was up.');
    default:
      return;
  }
}

/** Software had its time and did not answer: nobody knows what it did. */
function overdue(walk: Walk, { number, effect, name }: StepState): void {
  if (changesNothing(effect)) return walk.endTry(number, 'timed-out', 'It did not answer in time.');
  walk.set(number, { status: 'unknown', dueAt: null, problem: 'It did not answer in time.' });
  walk.tell('step', number, `${name}: outcome unknown. It did not answer in time.`);
}

function expire(walk: Walk, step: StepState): void {
  const { number, approval } = step;
  if (approval === null) return;
  walk.set(number, { approval: { ...approval, state: 'expired', closedAt: walk.context.now } });
  const consent = consentOf(walk.workflowStep(step) as ActionStep);
  if (consent?.onExpiry === 'ask-again')
    return walk.prepare(number, 'Nobody consented in time; asked again.');
  walk.end(number, 'timed-out', 'Nobody consented in time.');
}

function ended(walk: Walk, step: StepState, event: RunEvent & { type: 'ended' }): void {
  const { number, status, kind, name } = step;
  if (kind !== 'action' || (status !== 'running' && status !== 'unknown')) return;
  const { outcome, text, checks } = event;
  walk.set(number, { checks, result: text });
  if (outcome === 'unknown') {
    if (status === 'unknown') return;
    walk.set(number, { status: 'unknown', dueAt: null, problem: text });
    return walk.tell('step', number, `${name}: outcome unknown. ${text}`);
  }
  if (outcome !== 'succeeded') return walk.endTry(number, outcome, text);
  const { out_args: names = [] } = walk.workflowStep(step) as ActionStep;
  const problem = walk.takeBack(number, names, event.outputs);
  if (problem === undefined) walk.endTry(number, 'succeeded');
  else walk.endTry(number, 'failed', problem);
}

/** What changes nothing is done again; of everything else nobody knows whether it happened. */
function lost(walk: Walk, step: StepState): void {
  const { number, status, kind, effect, name, isDetached, approval } = step;
  if (status !== 'running' || kind !== 'action') return;
  if (changesNothing(effect) && !isDetached) {
    walk.set(number, { status: 'ready', dueAt: null, startedAt: null });
    walk.tell('recovered', number, `${name}: to be done again, because the program stopped while it ran`);
    // Consent was used by the beginning that came to nothing.
    if (approval !== null) walk.prepare(number, 'The program stopped while it ran.');
    return;
  }
  const problem = 'The program stopped while it ran: it may have happened or not.';
  walk.set(number, { status: 'unknown', dueAt: null, problem });
  walk.tell('recovered', number, `${name}: outcome unknown. ${problem}`);
}

function completed(walk: Walk, step: StepState, event: RunEvent & { type: 'completed' }): void {
  const { number, status } = step;
  if (status !== 'waiting-person') return;
  const { outcome, note, by } = event;
  walk.set(number, { by, result: note });
  if (outcome === 'failed') return walk.end(number, 'failed', note);
  const { out_args: names = [] } = walk.workflowStep(step) as ActionStep;
  const problem = walk.takeBack(number, names, event.values);
  if (problem === undefined) walk.end(number, 'succeeded');
  else walk.end(number, 'failed', problem);
}

function voted(
  walk: Walk,
  step: StepState,
  { type, vote }: RunEvent & { type: 'approved' | 'refused' },
): void {
  const { number, status, approval, name } = step;
  if (status !== 'waiting-approval' || approval?.state !== 'open') return;
  const { now } = walk.context;
  if (type === 'refused') {
    walk.set(number, { approval: { ...approval, state: 'refused', refused: vote, closedAt: now } });
    walk.tell('refused', number, `${name}: refused. ${vote.reason}`, vote.by);
    return walk.end(number, 'refused', vote.reason);
  }
  if (approval.given.some(({ by }) => by === vote.by)) return;
  const given = [...approval.given, vote];
  const isEnough = given.length >= approval.needed;
  walk.set(number, { approval: { ...approval, given, state: isEnough ? 'given' : 'open' } });
  walk.tell('approved', number, `${name}: approved. ${vote.reason}`, vote.by);
  if (isEnough) walk.clear(number);
}

function resolved(walk: Walk, step: StepState, event: RunEvent & { type: 'resolved' }): void {
  const { number, status, name } = step;
  if (status !== 'unknown') return;
  const { outcome, reason, by } = event;
  walk.set(number, { by, result: reason });
  walk.tell('resolved', number, `${name}: known now, ${outcome}. ${reason}`, by);
  walk.end(number, outcome, outcome === 'failed' ? reason : undefined);
}

function hold(
  walk: Walk,
  { type, reason, by }: RunEvent & { type: 'paused' | 'resumed' | 'cancelled' },
): void {
  const { state } = walk;
  if (state.endedAt !== null || state.hold === 'cancel') return;
  if (type === 'cancelled') {
    state.hold = 'cancel';
    state.reason = reason;
    walk.giveUp(() => true);
  } else {
    const wanted = type === 'paused' ? 'pause' : 'none';
    if (state.hold === wanted) return;
    state.hold = wanted;
  }
  walk.tell(type, null, reason, by);
}
