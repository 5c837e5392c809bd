import type { Finding } from '../finding';
import type { Identifier, Playbook } from '../model';
import { loopCaps } from '../ot-execution';
import { branchesOf, error, inStep, stepOf, stepsOf, waysOn } from './facts';

/** Where a stretch of the workflow is entered that comes to an end of its own: the whole, a handler, a branch. */
interface Entry {
  step: Identifier;
  path: string;
}

function entriesOf(playbook: Playbook): Entry[] {
  const { workflow_start: start, workflow_exception: handler } = playbook;
  return [
    { step: start, path: '/workflow_start' },
    ...(handler === undefined ? [] : [{ step: handler, path: '/workflow_exception' }]),
    ...stepsOf(playbook).flatMap(([key, step]) => {
      const branches = branchesOf(step).map(({ at, to }) => ({ step: to, path: inStep(key, ...at) }));
      // Only one of these branches is taken, so that it does not matter when two of them are the same.
      return step.type === 'parallel'
        ? branches
        : [...new Map(branches.map((one) => [one.step, one])).values()];
    }),
  ];
}

/** Steps that follow in the same stretch; the handler of exceptions is a stretch apart. */
const following = (playbook: Playbook, key: Identifier): Identifier[] => {
  const step = stepOf(playbook, key);
  return step === undefined
    ? []
    : waysOn(step).flatMap(({ to }) => (to === playbook.workflow_exception ? [] : [to]));
};

/**
 * L3: every branch comes to an end, and to one that is no other's: by its end the executor knows where to return.
 * Ways that lead into the handler of exceptions leave their branch for good.
 */
export function lintEnds(playbook: Playbook): Finding[] {
  const entries = entriesOf(playbook);
  const ending = stepsThatEnd(playbook);
  return [
    ...sharedEnds(playbook, entries).map(({ end, by }) =>
      error('L3', inStep(end), `Is the end of two branches, ${by[0]} and ${by[1]}; give each its own.`),
    ),
    ...entries
      .filter(({ step }) => stepOf(playbook, step) !== undefined && !ending.has(step))
      .map(({ path }) => error('L3', path, 'This branch never comes to an end.')),
  ];
}

/** Steps of more than one stretch make the ends behind them shared; each step and way is looked at twice at most. */
function sharedEnds(
  playbook: Playbook,
  entries: readonly Entry[],
): { end: Identifier; by: [string, string] }[] {
  const owners = new Map<Identifier, string>();
  const shared = new Map<Identifier, [string, string]>();
  for (const { step, path } of entries) {
    const own = new Set<Identifier>();
    const waiting = [step];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      const owner = owners.get(key);
      if (own.has(key)) continue;
      if (owner !== undefined) {
        if (!shared.has(key)) shared.set(key, [owner, path]);
        continue;
      }
      own.add(key);
      owners.set(key, path);
      waiting.push(...following(playbook, key));
    }
  }
  const waiting = [...shared.keys()];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const by = shared.get(key);
    for (const next of following(playbook, key)) {
      if (by === undefined || shared.has(next)) continue;
      shared.set(next, by);
      waiting.push(next);
    }
  }
  return [...shared].flatMap(([end, by]) => (stepOf(playbook, end)?.type === 'end' ? [{ end, by }] : []));
}

/** Steps from which an end, or the handler of exceptions, is reached. */
function stepsThatEnd(playbook: Playbook): Set<Identifier> {
  const before = new Map<Identifier, Identifier[]>();
  const ending: Identifier[] = [];
  for (const [key, step] of stepsOf(playbook)) {
    const handsOn = waysOn(step).some(({ to }) => to === playbook.workflow_exception);
    if (step.type === 'end' || handsOn) ending.push(key);
    for (const next of following(playbook, key)) {
      const known = before.get(next);
      if (known === undefined) before.set(next, [key]);
      else known.push(key);
    }
  }
  const reached = new Set<Identifier>();
  for (let key = ending.pop(); key !== undefined; key = ending.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    ending.push(...(before.get(key) ?? []));
  }
  return reached;
}

/** L4: every step can be reached from the start or from the handler of exceptions. */
export function lintReachable(playbook: Playbook): Finding[] {
  const reached = new Set<Identifier>();
  const waiting = [playbook.workflow_start];
  if (playbook.workflow_exception !== undefined) waiting.push(playbook.workflow_exception);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const step = stepOf(playbook, key);
    if (step === undefined || reached.has(key)) continue;
    reached.add(key);
    for (const { to } of [...waysOn(step), ...branchesOf(step)]) waiting.push(to);
  }
  return stepsOf(playbook)
    .filter(([key]) => !reached.has(key))
    .map(([key]) => error('L4', inStep(key), 'Is never reached.'));
}

/** L8: loops are bounded in number and in time, and nothing goes round outside of a loop. */
export function lintLoops(playbook: Playbook): Finding[] {
  const unbounded = stepsOf(playbook).flatMap(([key, step]) => {
    if (step.type !== 'while-condition') return [];
    const { max, deadlineMs } = loopCaps(playbook, step);
    if (max !== undefined && max > 0 && deadlineMs !== undefined && deadlineMs > 0) return [];
    return [
      error(
        'L8',
        inStep(key),
        'The loop is not bounded: give it, or the first step of its body, loop_max and loop_deadline_ms (x-ot-execution).',
      ),
    ];
  });
  const round = firstCircle(playbook);
  return round === undefined
    ? unbounded
    : [
        ...unbounded,
        error('L8', inStep(round), 'The flow comes round to this step again: use a while-condition.'),
      ];
}

/** A step from which pointers lead back to it, branches included; by depth first, without recursion. */
function firstCircle(playbook: Playbook): Identifier | undefined {
  const state = new Map<Identifier, 'open' | 'done'>();
  for (const [root] of stepsOf(playbook)) {
    const stack: { key: Identifier; next: Identifier[] }[] = [];
    const enter = (key: Identifier): void => {
      const step = stepOf(playbook, key);
      if (step === undefined) return;
      state.set(key, 'open');
      stack.push({ key, next: [...waysOn(step), ...branchesOf(step)].map(({ to }) => to) });
    };
    if (!state.has(root)) enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        state.set(top.key, 'done');
        stack.pop();
      } else if (state.get(next) === 'open') return next;
      else if (!state.has(next)) enter(next);
    }
  }
  return undefined;
}
