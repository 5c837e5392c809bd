import { can, canSomewhere } from '$lib/domain/access/can';
import type { Action } from '$lib/domain/access/actions';
import type { Actor } from '$lib/domain/access/roles';
import { INSTALLATION } from '$lib/domain/access/subject';
import {
  ADVISORIES,
  ALARMS,
  ASSETS,
  EVENTS,
  GATEWAYS,
  INCIDENTS,
  OVERVIEW,
  PLAYBOOKS,
  POSTURE,
  RUNS,
  SITES,
  ZONES,
} from '../links';

export interface Destination {
  label: string;
  href: string;
  /** Second key after `g`. */
  key: string;
  action: Action;
  /** Only for those who may do it in the whole plant. */
  whole?: true;
}

/** The left rail, from the whole plant to the program itself. Only what exists stands here. */
const DESTINATIONS: readonly Destination[] = [
  { label: 'Overview', href: OVERVIEW, key: 'o', action: 'plant.view' },
  { label: 'Plants', href: SITES, key: 'p', action: 'plant.view' },
  { label: 'Alarms', href: ALARMS, key: 'a', action: 'plant.view' },
  { label: 'Incidents', href: INCIDENTS, key: 'i', action: 'plant.view' },
  { label: 'Playbooks', href: PLAYBOOKS, key: 'b', action: 'plant.view' },
  { label: 'Zones', href: ZONES, key: 'z', action: 'plant.view' },
  { label: 'Posture', href: POSTURE, key: 'm', action: 'report.export' },
  { label: 'Assets', href: ASSETS, key: 'x', action: 'plant.view' },
  { label: 'Advisories', href: ADVISORIES, key: 'v', action: 'plant.view' },
  { label: 'Events', href: EVENTS, key: 's', action: 'plant.view' },
  { label: 'Gateways', href: GATEWAYS, key: 'w', action: 'plant.view' },
  { label: 'Audit', href: '/audit', key: 'u', action: 'audit.view' },
  { label: 'People', href: '/people', key: 'e', action: 'people.view' },
  { label: 'Tokens', href: '/tokens', key: 't', action: 'token.manage', whole: true },
  { label: 'Quarantine', href: '/quarantine', key: 'q', action: 'quarantine.view' },
];

/** What this person may go to. */
export const destinationsFor = (actor: Actor): Destination[] =>
  DESTINATIONS.filter(({ action, whole }) =>
    whole === true ? can(actor, action, INSTALLATION).allowed : canSomewhere(actor, action),
  );

/** Whether a page lies at or below a destination; drives belong to the plants, runs to the playbooks. */
export function isWithin(pathname: string, href: string): boolean {
  if (href === SITES && pathname.startsWith('/drives')) return true;
  if (href === PLAYBOOKS && isWithin(pathname, RUNS)) return true;
  return pathname === href || pathname.startsWith(`${href}/`);
}
