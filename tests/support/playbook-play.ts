import { gatewayId, personId, playbookId, runId, siteId, zoneId } from '../../src/lib/domain/ids';
import { otExecution } from '../../src/lib/domain/playbooks/cacao/ot-execution';
import type { ActionStep, Playbook } from '../../src/lib/domain/playbooks/cacao/model';
import { parseCheck } from '../../src/lib/domain/playbooks/commands/parse-statement';
import { advance } from '../../src/lib/domain/playbooks/engine/advance';
import { versionKey, type Context } from '../../src/lib/domain/playbooks/engine/context';
import type { RunEvent } from '../../src/lib/domain/playbooks/engine/events';
import type { Line, RunState, StepState } from '../../src/lib/domain/playbooks/engine/state';
import { assign, declared } from '../../src/lib/domain/playbooks/engine/values';

/** How a step goes in a play. */
export type Turn = 'well' | 'badly' | 'refused';

/** What decides in a play: how steps go, and what people and checks fill in. */
export interface Director {
  turn(step: string): Turn;
  value(name: string, type: string): string;
}

export interface Played {
  state: RunState;
  steps: readonly StepState[];
  lines: readonly Line[];
}

const ANN = personId.parse('ann');
const ZONE = zoneId.parse('pumps');
const PLANT: Context['plant'] = {
  gateways: [
    {
      id: gatewayId.parse('gw-001'),
      site: siteId.parse('aarhus'),
      zone: ZONE,
      name: 'gw-001',
      model: undefined,
    },
  ],
  drives: [],
};
/** More events than any of these playbooks has steps, with all turns of its loops. */
const MOST_EVENTS = 2_000;

/** Plays a playbook to its end without executing anything: every step goes as the director says. */
export function play(
  all: readonly Playbook[],
  playbook: Playbook,
  given: Record<string, string>,
  director: Director,
): Played {
  const clock = { now: 1_000 };
  const context = (): Context => ({
    now: clock.now,
    playbooks: new Map(
      all.map((one) => [versionKey(one.id, one.modified), { playbook: one, sha256: one.id, reasons: [] }]),
    ),
    plant: PLANT,
    hash: (text) => text,
  });
  let { state, steps, lines } = advance(beginning(playbook, given), new Map(), { type: 'began' }, context());
  const told = [...lines];
  for (let i = 0; state.endedAt === null; i++) {
    if (i > MOST_EVENTS) throw new Error('the play does not end');
    const event = nextEvent([...steps.values()], all, state, director);
    if (event === undefined) throw new Error('nothing is to be done, and yet it is not over');
    clock.now = event.type === 'ticked' ? soonest([...steps.values()]) : clock.now + 1_000;
    ({ state, steps, lines } = advance(state, steps, event, context()));
    told.push(...lines);
  }
  return { state, steps: [...steps.values()], lines: told };
}

/** When the next wait is over. */
const soonest = (steps: readonly StepState[]): number =>
  Math.min(...steps.filter(({ status }) => status === 'delayed').map(({ dueAt }) => dueAt ?? Infinity));

function beginning(playbook: Playbook, given: Record<string, string>): RunState {
  const { values, refused } = assign(declared(playbook.playbook_variables), given);
  if (refused.length > 0) throw new Error(refused.join('; '));
  const id = playbookId.parse(playbook.id);
  return {
    facts: {
      playbook: id,
      version: playbook.modified,
      sha256: playbook.id,
      title: playbook.name,
      mode: 'drill',
      timeScale: 1,
      key: String(runId.parse(1)),
      forOperators: false,
      site: null,
      zone: ZONE,
      incident: null,
      alarm: null,
      gateway: gatewayId.parse('gw-001'),
      drives: [],
      requestedBy: ANN,
      startedAt: 1_000,
    },
    status: 'running',
    hold: 'none',
    reason: null,
    frames: [
      {
        playbook: id,
        version: playbook.modified,
        sha256: playbook.id,
        caller: null,
        values,
        isExceptional: false,
        mishap: null,
        isOver: false,
      },
    ],
    queue: [],
    steps: 0,
    done: 0,
    entries: 0,
    updatedAt: 1_000,
    endedAt: null,
  };
}

function nextEvent(
  steps: readonly StepState[],
  all: readonly Playbook[],
  state: RunState,
  director: Director,
): RunEvent | undefined {
  const live = steps.find(
    ({ status, kind }) =>
      ['waiting-approval', 'waiting-person', 'ready'].includes(status) ||
      (status === 'running' && kind === 'action'),
  );
  if (live === undefined)
    return steps.some(({ status }) => status === 'delayed') ? { type: 'ticked' } : undefined;
  const { number, status } = live;
  const turn = director.turn(live.step);
  switch (status) {
    case 'waiting-approval': {
      const vote = { by: ANN, at: 0, authenticatedAt: 0, reason: 'as it says', named: [] };
      return { type: turn === 'refused' ? 'refused' : 'approved', step: number, vote };
    }
    case 'ready':
      return { type: 'started', step: number, dueAt: Number.MAX_SAFE_INTEGER };
    case 'waiting-person':
    default: {
      const playbook = all.find(({ id }) => id === state.frames[live.frame]?.playbook);
      const written = playbook?.workflow[live.step] as ActionStep;
      const values = turn === 'badly' ? {} : valuesOf(playbook, written, director);
      return status === 'waiting-person'
        ? {
            type: 'completed',
            step: number,
            outcome: turn === 'badly' ? 'failed' : 'done',
            values,
            note: 'x',
            by: ANN,
          }
        : {
            type: 'ended',
            step: number,
            outcome: turn === 'badly' ? 'failed' : 'succeeded',
            text: 'x',
            outputs: values,
            checks: [],
          };
    }
  }
}

/** What the step gives back, as far as it names anything. */
function valuesOf(
  playbook: Playbook | undefined,
  step: ActionStep,
  director: Director,
): Record<string, string> {
  const names = new Set(step.out_args);
  for (const { type, command } of step.commands) {
    const read = type === 'x-zonewatch-check' ? parseCheck(command ?? '') : { lines: [] };
    for (const { statement } of 'lines' in read ? read.lines : [])
      if (statement.into) names.add(statement.into);
  }
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      director.value(name, playbook?.playbook_variables?.[name]?.type ?? 'string'),
    ]),
  );
}

/** Steps that ask for consent, and those that anything is done in. */
export const asksConsent = (step: ActionStep): boolean => otExecution(step).approval !== undefined;
