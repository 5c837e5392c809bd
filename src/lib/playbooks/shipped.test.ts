import { describe, expect, it } from 'vitest';
import { readPlaybook } from '../domain/playbooks/cacao/cacao';
import { executability, lintPlaybook } from '../domain/playbooks/cacao/lint';
import type { Playbook, WorkflowStep } from '../domain/playbooks/cacao/model';
import { otExecution } from '../domain/playbooks/cacao/ot-execution';
import { isDisruptive } from '../domain/playbooks/effect';
import { OUR_LINT } from '../domain/playbooks/lint';
import { RECOVERY } from '../domain/playbooks/recovery';
import { SUGGESTION_TABLE } from '../domain/playbooks/suggestion-table';
import { SHIPPED_PLAYBOOKS } from './shipped';

const ALL = SHIPPED_PLAYBOOKS as readonly Playbook[];
const GATES = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10'];

type Action = WorkflowStep & { type: 'action' };
const stepsOf = (playbook: Playbook): [string, WorkflowStep][] => Object.entries(playbook.workflow);
const actionsOf = (playbook: Playbook): Action[] =>
  Object.values(playbook.workflow).filter((step): step is Action => step.type === 'action');
const gatesOf = (playbook: Playbook): Set<string> =>
  new Set(stepsOf(playbook).flatMap(([, step]) => otExecution(step).gates));

describe.each(ALL.map((playbook) => [playbook.name, playbook] as const))('%s', (_, playbook) => {
  // The first of them has the schemas compiled.
  it('is CACAO without a finding, and can be executed', { timeout: 20_000 }, () => {
    expect(readPlaybook(playbook)).toEqual({ playbook });
    expect(lintPlaybook(playbook, OUR_LINT)).toEqual([]);
    expect(executability(playbook, OUR_LINT)).toEqual({ executable: true });
  });

  it('tells people what to do in few words', () => {
    const long = actionsOf(playbook).filter(({ commands }) =>
      commands.some(
        ({ type, command = '' }) => type === 'manual' && (command.length < 20 || command.length > 350),
      ),
    );
    expect(long.map(({ name }) => name)).toEqual([]);
  });

  it('begins with people, saves evidence, asks who is responsible, has a way back, watches, and decides on reporting', () => {
    const needed = ['G0', 'G1', 'G4', 'G5', 'G7', 'G8', 'G9', 'G10'];
    expect(needed.filter((gate) => !gatesOf(playbook).has(gate))).toEqual([]);
    expect([...gatesOf(playbook)].filter((gate) => !GATES.includes(gate))).toEqual([]);
  });

  it('leads out of everything that disturbs: when it fails, when it is refused, and back', () => {
    const disturbing = actionsOf(playbook).filter((step) => isDisruptive(otExecution(step).effect));
    const lame = disturbing.filter((step) => {
      const { approval, gates } = otExecution(step);
      const isGuarded =
        approval?.roles.includes('process_owner') === true && approval.onRefusal !== undefined;
      return !isGuarded || step.on_failure === undefined || !gates.includes('G4');
    });
    expect(lame.map(({ name }) => name)).toEqual([]);
  });

  it('shows what is behind a path before it is cut', () => {
    const cutting = actionsOf(playbook).filter((step) => otExecution(step).isolates);
    expect(cutting.filter((step) => !otExecution(step).gates.includes('G3')).map(({ name }) => name)).toEqual(
      [],
    );
    expect(cutting.filter(({ targets = [] }) => targets.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('says in every check how long it may take, and in every manual step who does it', () => {
    expect(actionsOf(playbook).filter(({ timeout }) => timeout === undefined)).toEqual([]);
    expect(
      actionsOf(playbook).filter((step) => playbook.agent_definitions?.[step.agent] === undefined),
    ).toEqual([]);
  });

  it('declares what it uses and uses what it declares', () => {
    const declared = Object.keys(playbook.playbook_variables ?? {});
    const { playbook_variables: _variables, ...rest } = playbook;
    const text = JSON.stringify(rest);
    const used = new Set(text.match(/__[a-z_]+?__(?=:value|"| |$|\\n)/g));
    const read = declared.filter(
      (name) =>
        text.includes(`${name}:value`) || new RegExp(`"(switch|in_args)":\\s*\\[?[^\\]]*${name}`).test(text),
    );
    expect([...used].filter((name) => !declared.includes(name))).toEqual([]);
    expect(declared.filter((name) => !read.includes(name) && name !== '__reportable__')).toEqual([]);
  });
});

describe('the shipped playbooks', () => {
  it('are the ten that suggestions know', () => {
    expect(ALL.map(({ id }) => id)).toEqual(Object.values(RECOVERY));
  });

  it('have every variable that a suggestion fills', () => {
    const missing = SUGGESTION_TABLE.flatMap(({ playbook, fills }) => {
      const variables = ALL.find(({ id }) => id === playbook)?.playbook_variables ?? {};
      return Object.keys(fills).filter((name) => variables[name]?.external !== true);
    });
    expect(missing).toEqual([]);
  });

  it('call only versions of each other that are there', () => {
    const versions = new Set(ALL.map(({ id, modified }) => `${id} ${modified}`));
    const calls = ALL.flatMap((playbook) =>
      Object.values(playbook.workflow).flatMap((step) =>
        step.type === 'playbook-action' ? [`${step.playbook_id} ${step.playbook_version}`] : [],
      ),
    );
    expect(calls.filter((call) => !versions.has(call))).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
  });

  it('know identifiers of steps once in all of them, of versions that CACAO allows', () => {
    const ids = ALL.flatMap(({ workflow }) => Object.keys(workflow));
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.filter((id) => !/--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([]);
  });
});
