import { pointer, type Finding } from '../finding';
import type { Playbook } from '../model';
import { error, inStep, stepsOf, warning } from './facts';

const MILLISECONDS = /\.[0-9]{3}Z$/;

interface Dated {
  created?: unknown;
  modified?: unknown;
  valid_from?: unknown;
  valid_until?: unknown;
}

/** L11: times to the millisecond and in order, time-outs not below zero. */
export function lintTimes(playbook: Playbook): Finding[] {
  return [
    ...dates(playbook, ''),
    ...Object.entries(playbook.data_marking_definitions ?? {}).flatMap(([key, marking]) =>
      dates(marking, pointer('data_marking_definitions', key)),
    ),
    ...(playbook.signatures ?? []).flatMap((signature, i) => dates(signature, pointer('signatures', i))),
    ...stepsOf(playbook).flatMap(([key, step]) => [
      ...((step.timeout ?? 0) < 0 ? [error('L11', inStep(key, 'timeout'), 'Must not be below 0.')] : []),
      ...(step.type === 'playbook-action' && step.playbook_version !== undefined
        ? precise(step.playbook_version, inStep(key, 'playbook_version'))
        : []),
    ]),
  ];
}

/** L16: every action says how long it may take. */
export function lintTimeouts(playbook: Playbook): Finding[] {
  return stepsOf(playbook)
    .filter(
      ([, { type, timeout }]) => (type === 'action' || type === 'playbook-action') && timeout === undefined,
    )
    .map(([key]) =>
      warning('L16', inStep(key), 'Has no timeout; the longest that the executor allows applies.'),
    );
}

function dates(of: Dated, path: string): Finding[] {
  const findings = (['created', 'modified', 'valid_from', 'valid_until'] as const).flatMap((name) => {
    const value = of[name];
    return typeof value === 'string' ? precise(value, `${path}/${name}`) : [];
  });
  return [
    ...findings,
    ...inOrder(of, 'created', 'modified', path),
    ...inOrder(of, 'valid_from', 'valid_until', path),
  ];
}

const precise = (value: string, path: string): Finding[] =>
  MILLISECONDS.test(value) ? [] : [error('L11', path, 'Must have exactly three digits after the second.')];

function inOrder(of: Dated, first: keyof Dated, second: keyof Dated, path: string): Finding[] {
  const [from, to] = [of[first], of[second]];
  if (typeof from !== 'string' || typeof to !== 'string' || Date.parse(from) <= Date.parse(to)) return [];
  return Number.isNaN(Date.parse(from)) || Number.isNaN(Date.parse(to))
    ? [error('L11', `${path}/${second}`, 'Is not a day that exists.')]
    : [error('L11', `${path}/${second}`, `Is before ${first}.`)];
}
