import { describe, expect, it } from 'vitest';
import type { Playbook, WorkflowStep } from '$lib/domain/playbooks/cacao/model';
import { CHECK_COMMAND, NOTIFY_COMMAND } from '$lib/domain/playbooks/commands/command-types';
import { SHIPPED_PLAYBOOKS } from '../../playbooks/shipped';
import { commandText, outlineOf } from './outline';

const byHand: Pick<WorkflowStep & { type: 'action' }, 'type' | 'commands' | 'agent'> = {
  type: 'action',
  commands: [{ type: 'manual', command: 'Look' }],
  agent: 'individual--1',
};
const playbook = (workflow: Record<string, WorkflowStep>, given: Partial<Playbook> = {}): Playbook => ({
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: 'playbook--1',
  name: 'x',
  created_by: 'identity--1',
  created: '2026-11-21T12:00:00.000Z',
  modified: '2026-11-21T12:00:00.000Z',
  workflow_start: 'start--1',
  workflow,
  ...given,
});
const read = (of: Playbook) =>
  outlineOf(of).map(({ number, depth, verb, name, when }) =>
    [number, '·'.repeat(depth), verb, name, when]
      .filter((part) => part !== '' && part !== undefined)
      .join(' '),
  );

describe('the steps of a playbook', () => {
  it('read from top to bottom, branches below what decides them, failures behind the way that can fail', () => {
    const of = playbook({
      'start--1': { type: 'start', on_completion: 'action--1' },
      'action--1': { ...byHand, name: 'Stop', on_success: 'if-condition--1', on_failure: 'action--9' },
      'if-condition--1': {
        type: 'if-condition',
        name: 'Whole?',
        condition: '__x__:value = 1',
        on_true: 'action--2',
        on_false: 'action--3',
        on_completion: 'action--4',
      },
      'action--2': { ...byHand, name: 'Yes', on_completion: 'end--1' },
      'action--3': { ...byHand, name: 'No', on_completion: 'end--2' },
      'action--4': { ...byHand, name: 'Last', on_completion: 'end--3' },
      'action--9': { ...byHand, name: 'Hand over', on_completion: 'end--4' },
      'end--1': { type: 'end' },
      'end--2': { type: 'end' },
      'end--3': { type: 'end' },
      'end--4': { type: 'end' },
    });
    expect(read(of)).toEqual([
      '1 Do Stop',
      '2 Decide Whole?',
      '3 · Do Yes if so',
      '4 · Do No if not',
      '5 Do Last',
      '6 · Do Hand over if step 1 fails',
    ]);
    expect(outlineOf(of)[0]?.next).toEqual([{ when: 'if it fails', to: 'action--9' }]);
  });

  it('end also where they go round in circles, and show what nothing leads to', () => {
    const of = playbook({
      'start--1': { type: 'start', on_completion: 'action--1' },
      'action--1': { ...byHand, name: 'Again', on_completion: 'action--1' },
      'action--2': { ...byHand, name: 'Alone', on_completion: 'action--1' },
    });
    expect(read(of)).toEqual(['1 Do Again', '2 Do Alone nothing leads here']);
  });

  it('say what they ask of the reader', () => {
    const one = (type: string) =>
      outlineOf(
        playbook({
          'start--1': { type: 'start', on_completion: 'action--1' },
          'action--1': { ...byHand, commands: [{ type, command: 'x' }], on_completion: 'end--1' },
          'end--1': { type: 'end' },
        }),
      )[0]?.verb;
    expect([CHECK_COMMAND, NOTIFY_COMMAND, 'manual', 'ssh'].map(one)).toEqual([
      'Check',
      'Notify',
      'Do',
      'Do',
    ]);
  });

  it('of every shipped playbook stand in its outline, each once, and none without a way to it', () => {
    for (const shipped of SHIPPED_PLAYBOOKS as readonly Playbook[]) {
      const steps = Object.values(shipped.workflow).filter(({ type }) => type !== 'start' && type !== 'end');
      const rows = outlineOf(shipped);
      expect([shipped.name, rows.length]).toEqual([shipped.name, steps.length]);
      expect(rows.filter(({ when }) => when === 'nothing leads here')).toEqual([]);
    }
  });
});

it('a command in base64 reads as what it says', () => {
  expect(commandText({ type: 'ssh', command_b64: btoa('ls /') })).toBe('ls /');
  expect(commandText({ type: 'http-api', command: 'POST /x HTTP/1.1', content: '{}' })).toBe(
    'POST /x HTTP/1.1\n{}',
  );
});
