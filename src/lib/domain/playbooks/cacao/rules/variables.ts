import { pointer, type Finding } from '../finding';
import type { ActionStep, Playbook, Variable, Variables, WorkflowStep } from '../model';
import { argumentName, isVariableName, variableUses } from '../variable-use';
import { error, inStep, stepsOf, warning } from './facts';

/** Values that a type can have, for the types of which that can be said without doubt. */
const VALUES: Readonly<Record<string, RegExp>> = {
  bool: /^(true|false)$/i,
  integer: /^[+-]?\d{1,15}$/,
  long: /^[+-]?\d{1,19}$/,
  float: /^[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?$/,
};

/** L7: every name that is used is declared where it is used, names are declared once, and values fit their type. */
export function lintVariables(playbook: Playbook): Finding[] {
  const shared = playbook.playbook_variables ?? {};
  return [
    ...declared(shared, '/playbook_variables'),
    ...stepsOf(playbook).flatMap(([key, step]) => [
      ...declared(step.step_variables ?? {}, inStep(key, 'step_variables')),
      ...ofStep(step, inStep(key, 'step_variables'), shared),
      ...usedBy(playbook, step, inStep(key), shared),
    ]),
  ];
}

function declared(variables: Variables, path: string): Finding[] {
  return Object.entries(variables).flatMap(([name, variable]) => {
    const { type, value } = variable;
    const form = Object.hasOwn(VALUES, type) ? VALUES[type] : undefined;
    if (
      form !== undefined &&
      value != null &&
      value !== '' &&
      variableUses(value).length === 0 &&
      !form.test(value)
    ) {
      return [error('L7', `${path}${pointer(name)}/value`, `Is not a value of the type ${type}.`)];
    }
    return variable.constant === true && variable.external !== true && value === undefined
      ? [error('L7', `${path}${pointer(name)}`, 'Is constant and has no value.')]
      : [];
  });
}

function ofStep(step: WorkflowStep, path: string, shared: Variables): Finding[] {
  return Object.entries(step.step_variables ?? {}).flatMap(([name, { external }]) => [
    ...(Object.hasOwn(shared, name)
      ? [
          warning(
            'L7',
            `${path}${pointer(name)}`,
            'Has the name of a variable of the playbook; give it another.',
          ),
        ]
      : []),
    ...(external === true
      ? [error('L7', `${path}${pointer(name)}/external`, 'Only variables of the playbook can be external.')]
      : []),
  ]);
}

function usedBy(playbook: Playbook, step: WorkflowStep, path: string, shared: Variables): Finding[] {
  const own = step.step_variables ?? {};
  const find = (name: string): Variable | undefined =>
    Object.hasOwn(own, name) ? own[name] : Object.hasOwn(shared, name) ? shared[name] : undefined;
  const findings: Finding[] = [];
  const use = (value: unknown, at: string): void => {
    for (const { text, at: where } of textsIn(value, at)) {
      for (const readings of variableUses(text)) {
        if (!readings.some((name) => find(name))) {
          findings.push(error('L7', where, `Uses ${readings[0] ?? ''}, which is not declared.`));
        }
      }
    }
  };
  switch (step.type) {
    case 'action':
      use(step.commands, `${path}/commands`);
      for (const [what, id] of involved(step)) {
        const defined = playbook[what];
        if (defined !== undefined && Object.hasOwn(defined, id)) use(defined[id], pointer(what, id));
      }
      break;
    case 'if-condition':
    case 'while-condition':
      use(step.condition, `${path}/condition`);
      break;
    case 'switch-condition':
      if (!find(argumentName(step.switch))) {
        findings.push(error('L7', `${path}/switch`, 'Names no variable that is declared.'));
      }
      break;
    case 'start':
    case 'end':
    case 'parallel':
    case 'playbook-action':
      break;
  }
  if (step.type === 'action' || step.type === 'playbook-action') {
    for (const list of ['in_args', 'out_args'] as const) {
      for (const [i, written] of (step[list] ?? []).entries()) {
        const name = argumentName(written);
        const variable = isVariableName(name) ? find(name) : undefined;
        if (variable === undefined) {
          findings.push(error('L7', `${path}/${list}/${i}`, 'Names no variable that is declared.'));
        } else if (list === 'out_args' && variable.constant === true) {
          findings.push(error('L7', `${path}/${list}/${i}`, `${name} is constant and cannot be set.`));
        }
      }
    }
  }
  return findings;
}

const involved = (step: ActionStep): ['agent_definitions' | 'target_definitions', string][] => [
  ['agent_definitions', step.agent],
  ...(step.targets ?? []).map((id): ['target_definitions', string] => ['target_definitions', id]),
];

/** Every text inside of a value. What was read is at most 32 levels deep. */
function textsIn(value: unknown, at: string): { text: string; at: string }[] {
  if (typeof value === 'string') return [{ text: value, at }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${at}${pointer(key)}`));
}
