import { expect, it } from 'vitest';
import type { Actor, Role } from '$lib/domain/access/roles';
import { personId, zoneId } from '$lib/domain/ids';
import { PLACE } from '../../../../tests/support/incident-views';
import { aRun } from '../../../../tests/support/run-views';
import { isAskedOf } from './run-desk.svelte';

const as = (role: Role, name = 'somebody', zone: string = PLACE.zone): Actor => ({
  kind: 'person',
  id: personId.parse(name),
  displayName: name,
  session: undefined,
  authMethod: 'password',
  grants: [{ role, scope: { kind: 'zone', zone: zoneId.parse(zone) } }],
  authenticatedAt: 0,
  readOnly: false,
});

it.each([
  ['the process owner of the zone', as('process-owner'), [PLACE.zone], true],
  ['a process owner whom the plant file does not name there', as('process-owner'), [], false],
  ['a role that is not asked', as('responder'), [PLACE.zone], false],
  ['the right role elsewhere', as('process-owner', 'kim', 'fans'), [PLACE.zone], false],
  ['whoever asked for it', as('process-owner', 'responder'), [PLACE.zone], false],
] as const)('an approval is asked of %s: %o', (_who, actor, owned, expected) => {
  expect(isAskedOf(actor, owned, aRun({ asks: ['process-owner'] }))).toBe(expected);
});

it('nobody is asked by a run that asks nobody', () => {
  expect(isAskedOf(as('responder'), [], aRun())).toBe(false);
});
