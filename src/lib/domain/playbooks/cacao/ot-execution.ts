import type { Identifier, Playbook, WorkflowStep } from './model';

/**
 * What a step does to the plant, mildest first. `safety-relevant` is here so that it can be named when it is
 * refused: software never touches safety functions.
 */
export const EFFECTS = [
  'none',
  'read-only',
  'reversible',
  'disruptive',
  'irreversible',
  'safety-relevant',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** Identifier of the definition of `x-ot-execution` 1.0.0, under which steps carry what is read here. */
export const OT_EXECUTION = 'extension-definition--a82aca27-8bac-4aee-93fb-82b2fc4e6e22';

/** Consent that a step asks for before it begins. */
export interface ApprovalRule {
  /** As written in the playbook, such as `process_owner`; which roles exist is for the executor to know. */
  roles: string[];
  minApprovers: number;
  notRequester: boolean;
  /** Whether the password has to be entered anew. */
  reauth: boolean;
  expiresMs: number | undefined;
  onExpiry: 'fail' | 'ask-again';
  /** Step that is taken when consent is refused; without one the step's `on_failure` is. */
  onRefusal: Identifier | undefined;
}

/** How a step may be executed, with the strictest assumption where the playbook says nothing. */
export interface OtExecution {
  effect: Effect;
  /** Whether the playbook itself says which effect the step has. */
  declared: boolean;
  /** Whether it cuts a network path to equipment. */
  isolates: boolean;
  idempotent: boolean;
  idempotencyKey: string | undefined;
  maxAttempts: number;
  backoffMs: number;
  loopMax: number | undefined;
  loopDeadlineMs: number | undefined;
  onUnknownOutcome: string;
  approval: ApprovalRule | undefined;
  /** Gates that the step passes or is, such as `G3`; for people to read. */
  gates: string[];
}

/** What of `x-ot-execution` a step carries, as it stands there; `undefined` when it carries nothing. */
export const rawOtExecution = (step: WorkflowStep): Record<string, unknown> | undefined =>
  step.step_extensions?.[OT_EXECUTION];

/**
 * Reads the extension `x-ot-execution` of a step. Values of a wrong type count as absent (the linter names them).
 * An action that declares no effect counts as disruptive and not idempotent; every other step as `none`.
 */
export function otExecution(step: WorkflowStep): OtExecution {
  const raw = rawOtExecution(step) ?? {};
  const declared = EFFECTS.find((effect) => effect === raw.effect);
  return {
    effect: declared ?? (step.type === 'action' || step.type === 'playbook-action' ? 'disruptive' : 'none'),
    declared: declared !== undefined,
    isolates: raw.isolates === true,
    idempotent: raw.idempotent === true,
    idempotencyKey: text(raw.idempotency_key),
    maxAttempts: count(raw.max_attempts) ?? 1,
    backoffMs: count(raw.backoff_ms) ?? 0,
    loopMax: count(raw.loop_max),
    loopDeadlineMs: count(raw.loop_deadline_ms),
    onUnknownOutcome: text(raw.on_unknown_outcome) ?? 'ask-human',
    approval: approvalRule(raw.approval),
    gates: texts(raw.gates),
  };
}

/** How often and how long a loop may turn, from the loop itself or from the first step of its body. */
export function loopCaps(
  { workflow }: Pick<Playbook, 'workflow'>,
  loop: WorkflowStep & { type: 'while-condition' },
): { max: number | undefined; deadlineMs: number | undefined } {
  const own = otExecution(loop);
  const body = workflow[loop.on_true];
  const inner = body && otExecution(body);
  return {
    max: own.loopMax ?? inner?.loopMax,
    deadlineMs: own.loopDeadlineMs ?? inner?.loopDeadlineMs,
  };
}

function approvalRule(raw: unknown): ApprovalRule | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const said = raw as Record<string, unknown>;
  return {
    roles: texts(said.roles),
    minApprovers: count(said.min_approvers) ?? 1,
    // Two persons and a fresh password are the rule; a playbook cannot ask for less.
    notRequester: true,
    reauth: true,
    expiresMs: count(said.expires_ms),
    onExpiry: said.on_expiry === 'ask-again' ? 'ask-again' : 'fail',
    onRefusal: text(said.on_refusal),
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
