import { describe, expect, it } from 'vitest';
import {
  ACT,
  aPlaybook,
  anAction,
  cacaoId,
  END,
  PERSON,
  START,
  withSteps,
} from '../../../../../tests/support/cacao-playbooks';
import { readPlaybook } from './cacao';
import type { LintRule } from './finding';
import { executability, lintPlaybook } from './lint';
import type { Playbook } from './model';
import { OT_EXECUTION } from './ot-execution';

const ACT_2 = cacaoId('action', 2);
const END_2 = cacaoId('end', 2);
const WHILE = cacaoId('while-condition', 1);
const IF = cacaoId('if-condition', 1);
const CALL = cacaoId('playbook-action', 1);
const API = cacaoId('http-api', 1);
const TOKEN = cacaoId('oauth2', 1);

const rulesOf = (playbook: Playbook, level?: 'error' | 'warning') => [
  ...new Set(
    lintPlaybook(playbook)
      .filter((finding) => level === undefined || finding.level === level)
      .map(({ rule }) => rule),
  ),
];

const bounded = { [OT_EXECUTION]: { loop_max: 10, loop_deadline_ms: 60_000 } };
const SUMMARY = { temporal_logic: true, extensions: true, manual_playbook: true };
const withLogic = (more: Record<string, boolean>) => ({
  playbook_processing_summary: { ...SUMMARY, ...more },
});
const token = (parts: object) => ({
  authentication_info_definitions: {
    [TOKEN]: { type: 'oauth2', oauth_header: 'Authorization', token: 'unused', ...parts },
  },
});

/** For each rule, playbooks that break it though their shape is right. */
const BROKEN: Record<LintRule, Record<string, Playbook>> = {
  L1: {
    'begins at no step': withSteps({ [START]: undefined }, { workflow_start: cacaoId('start', 9) }),
    'has a handler that does not exist': aPlaybook({ workflow_exception: cacaoId('action', 9) }),
  },
  L2: {
    'leads nowhere': withSteps({ [ACT]: anAction({ on_success: END, on_failure: cacaoId('action', 9) }) }),
  },
  L3: {
    'lets a branch share the end of the whole': withSteps(
      {
        [ACT]: anAction({ on_completion: IF }),
        [IF]: { type: 'if-condition', condition: '__x__:value = 1', on_true: END, on_completion: END },
      },
      { playbook_variables: { __x__: { type: 'integer', value: '1' } }, ...withLogic({ if_logic: true }) },
    ),
  },
  L4: { 'has a step that is never reached': withSteps({ [ACT_2]: anAction({ on_completion: END }) }) },
  L5: {
    'goes on in both manners': withSteps({ [ACT]: anAction({ on_completion: END, on_success: END }) }),
    'goes on only when it fails': withSteps({ [ACT]: anAction({ on_failure: END }) }),
  },
  L6: {
    'names an agent that is not defined': withSteps({
      [ACT]: anAction({ agent: cacaoId('individual', 9), on_completion: END }),
    }),
  },
  L7: {
    'uses a variable that is not declared': withSteps({
      [ACT]: anAction({
        commands: [{ type: 'manual', command: 'Look at __gateway__:value' }],
        on_completion: END,
      }),
    }),
    'sets a constant': withSteps(
      { [ACT]: anAction({ out_args: ['__x__'], on_completion: END }) },
      { playbook_variables: { __x__: { type: 'string', value: 'a', constant: true } } },
    ),
    'gives a value that is not of its type': aPlaybook({
      playbook_variables: { __x__: { type: 'integer', value: 'many' } },
    }),
  },
  L8: {
    'loops without a bound': withSteps(
      {
        [ACT]: anAction({ on_completion: WHILE }),
        [WHILE]: {
          type: 'while-condition',
          condition: '__x__:value = 1',
          on_true: ACT_2,
          on_completion: END,
        },
        [ACT_2]: anAction({ on_completion: END_2 }),
        [END_2]: { type: 'end' },
      },
      { playbook_variables: { __x__: { type: 'integer', value: '1' } }, ...withLogic({ while_logic: true }) },
    ),
    'comes round to itself': withSteps({
      [ACT]: anAction({ on_success: END, on_failure: ACT_2 }),
      [ACT_2]: anAction({ on_completion: ACT }),
    }),
  },
  L9: { 'says that it needs no people': aPlaybook(withLogic({ if_logic: true })) },
  L10: {
    'has a command that says nothing': withSteps({
      [ACT]: anAction({
        commands: [{ type: 'manual', playbook_activity: 'scan-system' }],
        on_completion: END,
      }),
    }),
    'has a command of a type that nobody knows': withSteps(
      {
        [ACT]: anAction({
          commands: [{ type: 'x-magic', command: 'x', playbook_activity: 'scan-system' }],
          on_completion: END,
        }),
      },
      withLogic({ manual_playbook: false }),
    ),
  },
  L11: {
    'has a time without milliseconds': aPlaybook({ modified: '2026-11-20T10:00:00Z' }),
    'was changed before it was made': aPlaybook({ modified: '2026-11-19T10:00:00.000Z' }),
    'has a time-out below zero': withSteps({ [ACT]: anAction({ timeout: -1, on_completion: END }) }),
  },
  L12: {
    'holds a token': aPlaybook(token({})),
    'names no key of the key store': aPlaybook(token({ kms: true })),
  },
  L13: {
    'goes on regardless of what it disrupts': withSteps({
      [ACT]: anAction({ effect: 'disruptive', on_completion: END }),
    }),
    'does not say where to go when disrupting fails': withSteps({
      [ACT]: anAction({ effect: 'disruptive', on_success: END }),
    }),
    'does not say which effect it has': withSteps({
      [ACT]: anAction({ step_extensions: { [OT_EXECUTION]: { gates: ['G1'] } }, on_completion: END }),
    }),
    'misspells what it says': withSteps({
      [ACT]: anAction({
        step_extensions: { [OT_EXECUTION]: { effect: 'none', max_attemps: 3 } },
        on_completion: END,
      }),
    }),
    'would let those who ask approve': withSteps({
      [ACT]: anAction({
        step_extensions: {
          [OT_EXECUTION]: { effect: 'none', approval: { roles: ['responder'], not_requester: false } },
        },
        on_completion: END,
      }),
    }),
  },
  L14: {
    'touches a safety function': withSteps({
      [ACT]: anAction({ effect: 'safety-relevant', on_success: END, on_failure: ACT_2 }),
      [ACT_2]: anAction({ on_completion: END }),
    }),
  },
  L15: {
    'calls any version of another': withSteps(
      {
        [ACT]: anAction({ on_completion: CALL }),
        [CALL]: {
          type: 'playbook-action',
          playbook_id: cacaoId('playbook', 2),
          timeout: 1_000,
          step_extensions: { [OT_EXECUTION]: { effect: 'none' } },
          on_completion: END,
        },
      },
      withLogic({ external_playbooks: true }),
    ),
  },
  L16: {
    'does not say how long a step may take': (() => {
      const { timeout: _, ...untimed } = anAction({ on_completion: END });
      return withSteps({ [ACT]: untimed }, withLogic({ temporal_logic: false }));
    })(),
  },
};

describe('the linter', () => {
  it('finds nothing in a playbook that is right', () => {
    expect(lintPlaybook(aPlaybook())).toEqual([]);
    expect(executability(aPlaybook())).toEqual({ executable: true });
  });

  for (const [rule, playbooks] of Object.entries(BROKEN)) {
    for (const [name, playbook] of Object.entries(playbooks)) {
      it(`${rule}: a playbook that ${name}`, () => {
        expect(readPlaybook(playbook), 'no schema catches it').toHaveProperty('playbook');
        expect(rulesOf(playbook)).toContain(rule);
      });
    }
  }

  it('says why a playbook cannot be executed, and lets it be for a warning', () => {
    const unsaid = BROKEN.L14['touches a safety function']!;
    expect(executability(unsaid)).toMatchObject({
      executable: false,
      reasons: [expect.stringContaining('L14')],
    });
    const untimed = BROKEN.L16['does not say how long a step may take']!;
    expect(rulesOf(untimed, 'warning')).toEqual(['L16']);
    expect(executability(untimed)).toEqual({ executable: true });
  });

  it('takes the handler of exceptions for an end of every branch that leads into it', () => {
    const handler = cacaoId('action', 9);
    const playbook = withSteps(
      {
        [ACT]: anAction({ on_success: IF, on_failure: handler }),
        [IF]: { type: 'if-condition', condition: '__x__:value = 1', on_true: ACT_2, on_completion: END },
        [ACT_2]: anAction({ on_success: END_2, on_failure: handler }),
        [END_2]: { type: 'end' },
        [handler]: anAction({ on_completion: cacaoId('end', 9) }),
        [cacaoId('end', 9)]: { type: 'end' },
      },
      {
        workflow_exception: handler,
        playbook_variables: { __x__: { type: 'integer', value: '1' } },
        ...withLogic({ if_logic: true }),
      },
    );
    expect(lintPlaybook(playbook)).toEqual([]);
  });

  it('lets two cases of one switch be the same branch, but not two that run beside each other', () => {
    const beside = cacaoId('parallel', 1);
    const choice = cacaoId('switch-condition', 1);
    const playbook = withSteps(
      {
        [ACT]: anAction({ on_completion: choice }),
        [choice]: {
          type: 'switch-condition',
          switch: '__x__',
          cases: { one: ACT_2, 'two words': ACT_2 },
          on_completion: END,
        },
        [ACT_2]: anAction({ on_completion: END_2 }),
        [END_2]: { type: 'end' },
      },
      {
        playbook_variables: { __x__: { type: 'string', value: 'one' } },
        ...withLogic({ switch_logic: true }),
      },
    );
    expect(lintPlaybook(playbook)).toEqual([]);
    const twice = withSteps({
      [ACT]: anAction({ on_completion: beside }),
      [beside]: { type: 'parallel', next_steps: [ACT_2, ACT_2], on_completion: END },
      [ACT_2]: anAction({ on_completion: END_2 }),
      [END_2]: { type: 'end' },
    });
    expect(rulesOf(twice, 'error')).toEqual(['L3']);
  });

  it('reads the bounds of a loop from the loop or from the first step of its body', () => {
    const loop = (own: object, inner: object) =>
      withSteps(
        {
          [ACT]: anAction({ on_completion: WHILE }),
          [WHILE]: {
            type: 'while-condition',
            condition: '__x__:value = 1',
            on_true: ACT_2,
            on_completion: END,
            ...own,
          },
          [ACT_2]: anAction({ on_completion: END_2, ...inner }),
          [END_2]: { type: 'end' },
        },
        {
          playbook_variables: { __x__: { type: 'integer', value: '1' } },
          ...withLogic({ while_logic: true }),
        },
      );
    const inBody = { step_extensions: { [OT_EXECUTION]: { effect: 'none', ...bounded[OT_EXECUTION] } } };
    expect(lintPlaybook(loop({ step_extensions: bounded }, {}))).toEqual([]);
    expect(lintPlaybook(loop({}, inBody))).toEqual([]);
  });

  it('follows a refused approval to the step that is named for it', () => {
    const approval = { roles: ['process_owner'], on_refusal: ACT_2 };
    const playbook = withSteps({
      [ACT]: anAction({
        step_extensions: { [OT_EXECUTION]: { effect: 'reversible', approval } },
        on_success: END,
      }),
      [ACT_2]: anAction({ on_completion: END }),
    });
    expect(lintPlaybook(playbook)).toEqual([]);
    approval.on_refusal = cacaoId('action', 7);
    expect(rulesOf(playbook)).toEqual(['L2', 'L4']);
  });

  it('checks commands of own types and conditions by what the executor knows', () => {
    const options = {
      commands: new Map([
        ['x-own', ({ command }: { command?: string }) => (command === 'go' ? undefined : 'Say go.')],
      ]),
      condition: (text: string) => (text.includes('=') ? undefined : 'Compares nothing.'),
    };
    const own = (command: string, condition: string) =>
      withSteps(
        {
          [ACT]: anAction({ commands: [{ type: 'x-own', command }], on_completion: IF }),
          [IF]: { type: 'if-condition', condition, on_true: END_2, on_completion: END },
          [END_2]: { type: 'end' },
        },
        {
          playbook_activities: ['scan-system'],
          playbook_variables: { __x__: { type: 'integer', value: '1' } },
          ...withLogic({ if_logic: true, manual_playbook: false }),
        },
      );
    const errors = (playbook: Playbook) =>
      lintPlaybook(playbook, options).filter(({ level }) => level === 'error');
    expect(errors(own('go', '__x__:value = 1'))).toEqual([]);
    expect(errors(own('stop', '__x__:value'))).toMatchObject([
      { rule: 'L10', message: 'Say go.' },
      { rule: 'condition', message: 'Compares nothing.' },
    ]);
  });

  it('asks that agents over the network name their secret, not hold it', () => {
    const playbook = aPlaybook({
      agent_definitions: {
        [PERSON]: { type: 'individual', name: 'Technician' },
        [API]: {
          type: 'http-api',
          name: 'Work orders',
          address: { dname: ['cmms'] },
          authentication_info: TOKEN,
        },
      },
      ...token({ kms: true, kms_key_identifier: 'work-orders' }),
    });
    expect(lintPlaybook(playbook)).toEqual([]);
  });
});
