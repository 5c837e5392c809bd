import { EFFECTS } from '../ot-execution';
import type { LintOptions } from './options';

interface Problem {
  path: string[];
  message: string;
}

type Check = (value: unknown) => string | undefined;
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'Must be true or false.');
const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'Must be a text.');
const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? undefined
    : 'Must be a whole number, not below 0.';
const atLeastOne: Check = (value) => count(value) ?? (value === 0 ? 'Must be at least 1.' : undefined);
const texts: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
    ? undefined
    : 'Must be a list of texts.';
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    values.some((one) => one === value) ? undefined : `Must be one of ${values.join(', ')}.`;

const FIELDS: Readonly<Record<string, Check>> = {
  effect: oneOf(EFFECTS),
  isolates: flag,
  idempotent: flag,
  idempotency_key: text,
  max_attempts: atLeastOne,
  backoff_ms: count,
  loop_max: atLeastOne,
  loop_deadline_ms: atLeastOne,
  on_unknown_outcome: text,
  gates: texts,
};
const APPROVAL: Readonly<Record<string, Check>> = {
  roles: texts,
  min_approvers: atLeastOne,
  not_requester: (value) => (value === true ? undefined : 'Must be true: nobody approves what they ask for.'),
  reauth: (value) => (value === true ? undefined : 'Must be true: an approval needs the password anew.'),
  expires_ms: atLeastOne,
  on_expiry: oneOf(['fail', 'ask-again']),
  on_refusal: text,
};

/** What in a step's `x-ot-execution` is not as the extension has it; a field that is misread is worse than none. */
export function extensionProblems(raw: Record<string, unknown>, { approvers }: LintOptions): Problem[] {
  const { approval, ...fields } = raw;
  const problems = check(fields, FIELDS, []);
  if (approval === undefined) return problems;
  if (typeof approval !== 'object' || approval === null || Array.isArray(approval)) {
    return [...problems, { path: ['approval'], message: 'Must be an object.' }];
  }
  const roles: unknown = (approval as Record<string, unknown>).roles;
  const strangers =
    Array.isArray(roles) && approvers ? roles.filter((role) => !approvers.includes(role)) : [];
  return [
    ...problems,
    ...check(approval as Record<string, unknown>, APPROVAL, ['approval']),
    ...(roles === undefined ? [{ path: ['approval'], message: 'Names no roles.' }] : []),
    ...strangers.map((role) => ({
      path: ['approval', 'roles'],
      message: `“${String(role).slice(0, 50)}” cannot approve here; name ${approvers?.join(' or ') ?? 'another'}.`,
    })),
  ];
}

function check(
  of: Record<string, unknown>,
  fields: Readonly<Record<string, Check>>,
  path: readonly string[],
): Problem[] {
  return Object.entries(of).flatMap(([name, value]) => {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const message = known === undefined ? 'Is not a field of x-ot-execution.' : known(value);
    return message === undefined ? [] : [{ path: [...path, name], message }];
  });
}
