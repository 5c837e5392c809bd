import { z } from 'zod';
import { audienceOf } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { zoneId, type ZoneId } from '../../../domain/ids';
import { DAY_MS } from '../../../domain/time';
import {
  attestationView,
  postureChange,
  posturePointView,
  zoneLevels,
  zonePosture,
} from '../../../protocol/posture';
import { presentAttestation } from '../../posture/attestations';
import { presentPoint } from '../../posture/points';
import type { App } from '../../app';
import { defineOperation } from './operation';
import type { Actor } from '../../../domain/access/roles';

const params = z.object({ id: zoneId });
/** Points of one answer; levels change rarely, so that is years. */
const MOST_POINTS = 5_000;
const MOST_ATTESTATIONS = 2_000;

/** Zones whose posture the actor may see; a zone of others is simply not there. */
const visible = (app: App, actor: Actor): ReadonlySet<ZoneId> => audienceOf(actor, app.plant()).zones;

function assertVisible(app: App, actor: Actor, id: ZoneId): void {
  if (!visible(app, actor).has(id)) throw new DomainError('not-found', `There is no zone ${id}.`);
}

export const listPosture = defineOperation({
  path: '/posture',
  summary: 'Achieved levels of every zone, each an interval beside its target',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({}),
  response: z.object({ zones: z.array(zoneLevels) }),
  async run(_, { app, actor }) {
    const mine = visible(app, actor);
    return { zones: app.posture.zones().filter(({ zone }) => mine.has(zone)) };
  },
});

export const readPosture = defineOperation({
  path: '/zones/{id}/posture',
  summary:
    'Posture of a zone: per foundational requirement its target, ceiling, interval and what stands in the way',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: zonePosture,
  async run({ params: { id } }, { app, actor }) {
    assertVisible(app, actor, id);
    const posture = app.posture.zone(id);
    if (posture === undefined)
      throw new DomainError('not-found', 'This zone has not been judged yet. Try again in a moment.');
    return posture;
  },
});

export const readPostureHistory = defineOperation({
  path: '/zones/{id}/posture/history',
  summary: 'How the levels of a zone changed; the first point is the one that held at the beginning',
  action: 'plant.view',
  params,
  query: z.object({ from: z.coerce.number().int().optional(), to: z.coerce.number().int().optional() }),
  response: z.object({ points: z.array(posturePointView) }),
  async run({ params: { id }, query }, { app, actor }) {
    assertVisible(app, actor, id);
    const to = query.to ?? app.clock.now();
    const from = query.from ?? to - 90 * DAY_MS;
    const points = await app.posturePoints(id, { from, to, limit: MOST_POINTS });
    return { points: points.map(presentPoint) };
  },
});

export const readPostureChanges = defineOperation({
  path: '/zones/{id}/posture/changes',
  summary: 'What stands otherwise in a zone than at a moment of its past, with the facts of both times',
  action: 'plant.view',
  params,
  query: z.object({ since: z.coerce.number().int().optional() }),
  response: z.object({ since: z.number(), changes: z.array(postureChange) }),
  async run({ params: { id }, query }, { app, actor }) {
    assertVisible(app, actor, id);
    const since = query.since ?? app.clock.now() - 7 * DAY_MS;
    const changes = await app.posture.changesSince(id, since);
    if (changes === undefined)
      throw new DomainError('not-found', 'This zone has not been judged yet. Try again in a moment.');
    return { since, changes };
  },
});

export const listAttestationsOf = defineOperation({
  path: '/attestations',
  summary: 'Attestations of the zones that the caller may see, the newest first',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({ zone: zoneId.optional(), state: attestationView.shape.state.optional() }),
  response: z.object({ items: z.array(attestationView) }),
  async run({ query }, { app, actor }) {
    const mine = visible(app, actor);
    const zones = query.zone === undefined ? [...mine] : mine.has(query.zone) ? [query.zone] : [];
    const now = app.clock.now();
    const rows = await app.attestations(zones, MOST_ATTESTATIONS);
    const items = rows.map((row) => presentAttestation(row, now));
    return { items: items.filter(({ state }) => query.state === undefined || state === query.state) };
  },
});
