import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asksConsent,
  play,
  type Director,
  type Played,
  type Turn,
} from '../../../tests/support/playbook-play';
import type { ActionStep, Playbook } from '../domain/playbooks/cacao/model';
import { otExecution } from '../domain/playbooks/cacao/ot-execution';
import { SHIPPED_PLAYBOOKS } from './shipped';

const ALL = SHIPPED_PLAYBOOKS as readonly Playbook[];

/** What an occasion tells of the place, for variables that have no value by themselves. */
const GIVEN = { __gateway__: 'gw-001', __drive__: 'pump-01', __account__: 'mallory' };
const givenTo = ({ playbook_variables: variables = {} }: Playbook): Record<string, string> =>
  Object.fromEntries(Object.entries(GIVEN).filter(([name]) => variables[name]?.external === true));

/** Words that conditions and switches ask for, beside values that they do not know. */
const wordsFor = (playbook: Playbook, name: string, type: string): string[] => {
  if (type === 'bool') return ['true', 'false'];
  if (type === 'integer') return ['0', '1', '3'];
  const steps = Object.values(playbook.workflow);
  const cases = steps.flatMap((step) =>
    step.type === 'switch-condition' && step.switch === name ? Object.keys(step.cases) : [],
  );
  const compared = steps.flatMap((step) =>
    'condition' in step && step.condition.includes(name) ? [/'(.*)'/.exec(step.condition)?.[1] ?? ''] : [],
  );
  return [...cases, ...compared, 'something else'];
};

const actions = ({ workflow }: Playbook): [string, ActionStep][] =>
  Object.entries(workflow).filter((entry): entry is [string, ActionStep] => entry[1].type === 'action');

/** Everything goes well but for one step; the first word that a condition knows is filled in. */
const allBut = (playbook: Playbook, odd: string, turn: Turn): Director => ({
  turn: (step) => (step === odd ? turn : 'well'),
  value: (name, type) => wordsFor(playbook, name, type)[0] ?? '',
});

const faultsOf = ({ steps }: Played): string[] =>
  steps.flatMap(({ name, problem }) =>
    problem !== null && /cannot be|is not declared|not in the|does not hold/.test(problem)
      ? [`${name}: ${problem}`]
      : [],
  );

describe.each(ALL.map((playbook) => [playbook.name, playbook] as const))('%s, played', (_, playbook) => {
  const well = play(ALL, playbook, givenTo(playbook), allBut(playbook, '', 'well'));

  it('comes to its good end when all goes well, having watched and decided on reporting', () => {
    expect(well.state).toMatchObject({ status: 'succeeded', reason: null });
    const done = new Set(well.steps.filter(({ status }) => status === 'succeeded').map(({ step }) => step));
    const gates = new Set(
      Object.entries(playbook.workflow).flatMap(([key, step]) =>
        done.has(key) ? otExecution(step).gates : [],
      ),
    );
    expect(['G0', 'G5', 'G8', 'G9'].filter((gate) => !gates.has(gate))).toEqual([]);
    expect(faultsOf(well)).toEqual([]);
  });

  it.each(actions(playbook).map(([key, step]) => [step.name, key] as const))(
    'comes to an end when this goes badly: %s',
    (__, key) => {
      const played = play(ALL, playbook, givenTo(playbook), allBut(playbook, key, 'badly'));
      expect(faultsOf(played)).toEqual([]);
      expect(['succeeded', 'failed']).toContain(played.state.status);
    },
  );

  it.each(
    actions(playbook)
      .filter(
        ([key, step]) =>
          asksConsent(step) && well.steps.some((one) => one.step === key && one.status === 'succeeded'),
      )
      .map(([key, step]) => [step.name, key] as const),
  )('has a way of its own when this is refused, and does not do it: %s', (__, key) => {
    const played = play(ALL, playbook, givenTo(playbook), allBut(playbook, key, 'refused'));
    const refused = played.steps.find(({ step }) => step === key);
    expect(refused?.status).toBe('refused');
    expect(refused?.approval?.state).toBe('refused');
    expect(faultsOf(played)).toEqual([]);
    expect(
      played.lines.filter(
        ({ kind, runStep, text }) => kind === 'step' && runStep === refused?.number && /begun/.test(text),
      ),
    ).toEqual([]);
  });

  it('is no failure when people make good what a check could not tell', () => {
    const checks = actions(playbook).filter(
      ([key, { commands, on_failure: failure, on_success: success }]) =>
        commands[0]?.type === 'x-zonewatch-check' &&
        success !== undefined &&
        (playbook.workflow[failure ?? '']?.on_success ?? '') === success &&
        well.steps.some((one) => one.step === key && one.status === 'succeeded'),
    );
    const ends = checks.map(([key, { name }]) => {
      const { state } = play(ALL, playbook, givenTo(playbook), allBut(playbook, key, 'badly'));
      return `${name}: ${state.status}`;
    });
    expect(ends.filter((end) => !end.endsWith(': succeeded'))).toEqual([]);
  });

  it('ends whatever happens', () => {
    const turns = fc.infiniteStream(fc.constantFrom<Turn>('well', 'well', 'well', 'badly', 'refused'));
    fc.assert(
      fc.property(turns, fc.infiniteStream(fc.nat(100)), (turn, choice) => {
        const played = play(ALL, playbook, givenTo(playbook), {
          turn: () => turn.next().value,
          value: (name, type) => {
            const words = wordsFor(playbook, name, type);
            return words[choice.next().value % words.length] ?? '';
          },
        });
        expect(faultsOf(played)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
