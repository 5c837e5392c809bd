import { MINUTE_MS, type Instant } from '../time';
import { ACTIONS, type Action, type Condition } from './actions';
import { ROLE_LABELS, ROLES, type Actor, type Grant } from './roles';
import { scopeCovers, scopeReaches, type ZonePlan } from './scope';
import type { Subject } from './subject';

/** How long after entering the password an action that asks for it may be done (D7). */
export const FRESH_FOR_MS = 5 * MINUTE_MS;

type Refusal = 'access.sign-in-needed' | 'access.denied' | 'access.reauthentication-needed';
type Decision = { allowed: true } | { allowed: false; code: Refusal; reason: string };

const ALLOWED: Decision = { allowed: true };
const refuse = (code: Refusal, reason: string): Decision => ({ allowed: false, code, reason });

/**
 * The one answer to "may they do this to that?". The server decides by it and pages show by it. It says
 * nothing about how long ago the password was entered: see `mustReauthenticate`.
 *
 * @param plan needed for subjects of kind `person`, whose scopes may be zones of a site
 */
export function can(
  actor: Actor,
  action: Action,
  subject: Subject,
  plan: ZonePlan = { zones: [] },
): Decision {
  const { roles, effect, notByRequester, notOnSelf, label } = ACTIONS[action];
  if (roles === 'public') return ALLOWED;
  if (actor.kind === 'anonymous') return refuse('access.sign-in-needed', 'Sign in first.');
  if (actor.readOnly && effect === 'act') {
    return refuse('access.reauthentication-needed', 'The session has run out. Enter your password to go on.');
  }
  if (subject.kind === 'own') {
    const isSelf = Object.values(roles).includes('self') && subject.person === actor.id;
    return isSelf ? ALLOWED : refuse('access.denied', 'This is only for the account’s own person.');
  }
  if (notByRequester && subject.kind === 'zone' && subject.step?.requestedBy === actor.id) {
    return refuse('access.denied', 'Whoever asks for a step cannot approve it.');
  }
  if (notOnSelf && subject.kind === 'person' && subject.person === actor.id) {
    return refuse('access.denied', 'Another administrator has to do this: nobody changes their own roles.');
  }
  const holds = actor.grants.some((grant) => {
    const condition = roles[grant.role];
    return condition !== undefined && meets(condition, subject) && reaches(grant, actor.id, subject, plan);
  });
  return holds ? ALLOWED : refuse('access.denied', `${label}: ${whoMay(action)}`);
}

/**
 * Whether the password must be entered again before this action. Those who have none (the machine's own
 * shell, the program itself) are never asked; a token can never stand in for it.
 */
export function mustReauthenticate(actor: Actor, action: Action, now: Instant): boolean {
  if (!ACTIONS[action].fresh || actor.kind === 'cli' || actor.kind === 'system') return false;
  return (
    actor.authMethod !== 'password' ||
    actor.authenticatedAt === undefined ||
    now - actor.authenticatedAt > FRESH_FOR_MS
  );
}

/** Whether there is any place where the actor may do this: what menus ask. */
export function canSomewhere(actor: Actor, action: Action): boolean {
  const { roles } = ACTIONS[action];
  return roles === 'public' || actor.grants.some((grant) => roles[grant.role] !== undefined);
}

function meets(condition: Condition, subject: Subject): boolean {
  switch (condition) {
    case 'always':
      return true;
    case 'self':
      return false;
    case 'for-operators':
      return subject.kind === 'zone' && subject.forOperators === true;
    case 'reversible':
      return subject.kind === 'zone' && subject.step?.effect === 'reversible';
    case 'disruptive':
      return (
        subject.kind === 'zone' &&
        (subject.step?.effect === 'disruptive' || subject.step?.effect === 'isolation')
      );
  }
}

/**
 * Whether a grant reaches the subject. A process owner's grant holds only in zones whose plant-file entry
 * names that person: the grant says who may be one, the plant file says where.
 */
function reaches(grant: Grant, actorId: Actor['id'], subject: Subject, plan: ZonePlan): boolean {
  if (grant.role === 'process-owner') {
    return (
      subject.kind === 'zone' &&
      subject.processOwners.some((owner) => owner === actorId) &&
      scopeReaches(grant.scope, subject.zone, subject.site)
    );
  }
  switch (subject.kind) {
    case 'zone':
      return scopeReaches(grant.scope, subject.zone, subject.site);
    case 'site':
      return (
        grant.scope.kind === 'plant' || (grant.scope.kind === 'site' && grant.scope.site === subject.site)
      );
    case 'installation':
      return grant.scope.kind === 'plant';
    case 'unplaced':
      return grant.scope.kind === 'plant' && grant.role === 'administrator';
    case 'person':
      return subject.grants.every((other) => scopeCovers(grant.scope, other.scope, plan));
    case 'own':
      return false;
  }
}

function whoMay(action: Action): string {
  const { roles } = ACTIONS[action];
  if (roles === 'public') return 'everybody may.';
  const names = ROLES.filter((role) => roles[role] !== undefined).map((role) =>
    ROLE_LABELS[role].toLowerCase(),
  );
  return `this needs the role ${names.join(' or ')} for this part of the plant.`;
}
