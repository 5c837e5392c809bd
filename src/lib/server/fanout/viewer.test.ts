import { expect, it } from 'vitest';
import { systemActor, type Grant } from '../../domain/access/roles';
import { siteId, zoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { mayRead, viewerOf } from './viewer';

const plant: Plant = {
  name: 'Plant',
  sites: [],
  zones: [],
  conduits: [],
  positions: [],
  gateways: [],
  drives: [],
};
const viewer = (...grants: Grant[]) => viewerOf({ ...systemActor('test'), kind: 'person', grants }, plant);

it('news for administrators are for those of the whole plant, not for those of one site', () => {
  const entry = { zone: null, site: null, audience: 'administrators' } as const;
  const ofSite: Grant = { role: 'administrator', scope: { kind: 'site', site: siteId.parse('odense') } };
  expect(mayRead(viewer({ role: 'administrator', scope: { kind: 'plant' } }), entry)).toBe(true);
  expect(mayRead(viewer(ofSite, { role: 'operator', scope: { kind: 'plant' } }), entry)).toBe(false);
});

it('news of what has no place are for those whose scope is the whole plant', () => {
  const entry = { zone: null, site: null, audience: 'whole-plant' } as const;
  const ofZone: Grant = { role: 'responder', scope: { kind: 'zone', zone: zoneId.parse('pumps') } };
  expect(mayRead(viewer({ role: 'operator', scope: { kind: 'plant' } }), entry)).toBe(true);
  expect(mayRead(viewer(ofZone), entry)).toBe(false);
});
