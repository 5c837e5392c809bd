import type { Role } from './roles';

/**
 * When a role's right holds, beyond its scope:
 * `for-operators` only drills and playbooks that are marked for operators;
 * `reversible` and `disruptive` only steps of that effect (isolation counts as disruptive);
 * `self` only the actor's own account.
 */
export type Condition = 'always' | 'for-operators' | 'reversible' | 'disruptive' | 'self';

interface ActionRule {
  label: string;
  /** Looking changes nothing; acting is audited and needs a session that is not read-only. */
  effect: 'look' | 'act';
  /** Needs the password entered within the last five minutes (D7). */
  fresh: boolean;
  /** Never for the person who asked for it. */
  notByRequester: boolean;
  /** Never on the actor's own account: nobody gives themselves a role. */
  notOnSelf: boolean;
  /** Who may. A role that is not named may not. `public` actions need no role at all. */
  roles: Readonly<Partial<Record<Role, Condition>>> | 'public';
}

type Who = ActionRule['roles'];
const look = (label: string, roles: Who): ActionRule => rule(label, 'look', roles);
const act = (label: string, roles: Who): ActionRule => rule(label, 'act', roles);
const freshly = (of: ActionRule): ActionRule => ({ ...of, fresh: true });

function rule(label: string, effect: ActionRule['effect'], roles: Who): ActionRule {
  return { label, effect, fresh: false, notByRequester: false, notOnSelf: false, roles };
}

const EVERYBODY = {
  operator: 'always',
  responder: 'always',
  manager: 'always',
  'process-owner': 'always',
  administrator: 'always',
} as const;
const HANDS_ON = { operator: 'always', responder: 'always', 'process-owner': 'always' } as const;
const RESPONSE = { responder: 'always', 'process-owner': 'always' } as const;
const ADMINISTRATION = { administrator: 'always' } as const;
const SELF = {
  operator: 'self',
  responder: 'self',
  manager: 'self',
  'process-owner': 'self',
  administrator: 'self',
} as const;

/**
 * Who may do what: the one table that server, pages and sockets ask. Rows of later capabilities are here
 * from the start, so that no screen invents its own rule. Administrators run the system; they do not run
 * the plant, and so appear in no row that acknowledges, starts or approves.
 */
const TABLE = {
  'plant.view': look('See the plant, events, alarms, incidents, posture and playbooks', EVERYBODY),
  'report.export': look('See trends and reports, export them', EVERYBODY),

  'alarm.acknowledge': act('Acknowledge an alarm', HANDS_ON),
  'alarm.confirm': act('Confirm an alarm', HANDS_ON),
  'alarm.reset': act('Reset an alarm', HANDS_ON),
  'alarm.shelve': act('Shelve an alarm', HANDS_ON),
  'alarm.silence': act('Silence the sounder', HANDS_ON),
  'alarm.out-of-service': act('Take an alarm out of service', RESPONSE),
  'alarm.suppress': act('Suppress an alarm', RESPONSE),

  'incident.open': act('Open an incident', HANDS_ON),
  'incident.acknowledge': act('Acknowledge an incident', HANDS_ON),
  'incident.comment': act('Comment an incident', HANDS_ON),
  'incident.assign': act('Assign an incident', { responder: 'always' }),
  'incident.move': act('Move an incident', { responder: 'always' }),
  'incident.merge': act('Merge incidents', { responder: 'always' }),
  'incident.close': act('Close an incident', { responder: 'always' }),

  'run.start': act('Start a run or a drill', { ...HANDS_ON, operator: 'for-operators' }),
  'step.complete': act('Complete a manual step', { ...HANDS_ON, operator: 'for-operators' }),
  'step.approve': {
    ...freshly(act('Approve a step', { responder: 'reversible', 'process-owner': 'disruptive' })),
    notByRequester: true,
  },
  'run.resolve-unknown': act('Resolve an unknown outcome', RESPONSE),
  'run.cancel': act('Cancel a run', RESPONSE),

  'playbook.import': act('Import a playbook', { responder: 'always', administrator: 'always' }),
  'playbook.lint': look('Check a playbook', { responder: 'always', administrator: 'always' }),
  'playbook.approve': freshly(act('Approve and sign a version', { 'process-owner': 'always' })),

  'posture.attest': act('Attest a requirement', {
    responder: 'always',
    manager: 'always',
    'process-owner': 'always',
  }),
  'vulnerability.decide': act('Decide on a vulnerability', {
    responder: 'always',
    manager: 'always',
    'process-owner': 'always',
  }),
  /** Says nothing of what is done about it, so administrators may, who bring files in at the shell. */
  'advisory.import': act('Import an advisory', {
    responder: 'always',
    manager: 'always',
    'process-owner': 'always',
    administrator: 'always',
  }),
  'posture.countersign': freshly(
    act('Countersign an attestation or decision', { manager: 'always', 'process-owner': 'always' }),
  ),

  'audit.view': look('Read the audit log', {
    responder: 'always',
    manager: 'always',
    'process-owner': 'always',
    administrator: 'always',
  }),
  'audit.export': look('Export the audit log with proofs', {
    manager: 'always',
    'process-owner': 'always',
    administrator: 'always',
  }),

  'alarm-definition.change': freshly(act('Change the definition of an alarm', ADMINISTRATION)),
  'plant.import': act('Import a plant file', ADMINISTRATION),
  'gateway.manage': act('Enrol or revoke a gateway', ADMINISTRATION),
  'certificate.manage': freshly(act('Manage certificates and keys', ADMINISTRATION)),
  'people.view': look('See people and their roles', ADMINISTRATION),
  'people.manage': {
    ...freshly(act('Add, change or disable a person', ADMINISTRATION)),
    notOnSelf: true,
  },
  'token.manage': freshly(act('Manage access tokens', ADMINISTRATION)),
  'settings.change': act('Change a setting', ADMINISTRATION),
  'quarantine.view': look('See input in quarantine', ADMINISTRATION),
  'metrics.view': look('Read measurements of the server', ADMINISTRATION),

  'account.view': look('See the own account and its sessions', SELF),
  'account.manage': act('Change the own password, end own sessions', SELF),
  /** May be done while the session is read-only: it is the way out of that, or out of the building. */
  'session.renew': look('Enter the own password again, or sign out', SELF),
  'session.start': act('Sign in', 'public'),
  'installation.set-up': act('Create the first administrator', 'public'),
} as const satisfies Record<string, ActionRule>;

export type Action = keyof typeof TABLE;
export const ACTIONS: Readonly<Record<Action, ActionRule>> = TABLE;
