import { z } from 'zod';
import { audienceOf } from '../../../domain/access/visibility';
import { ASSET_KINDS } from '../../../domain/assets/asset';
import { SUPPORT_STATES, type SupportState } from '../../../domain/assets/lifecycle';
import { DomainError } from '../../../domain/errors';
import { siteId, zoneId } from '../../../domain/ids';
import { assetPage, assetView, lifecycleRow } from '../../../protocol/assets';
import { calendarOf } from '../../assets/calendar';
import { canSeeAsset, findAssets, type AssetFilter, type AssetPosition } from '../../assets/find';
import { presentAsset, presentRow } from '../../assets/present';
import { decodeCursor, encodeCursor, paging, searchText } from './cursor';
import { defineOperation } from './operation';

const LIST = 'assets';

/** What a list of assets can be narrowed by. */
export const assetFilters = {
  zone: zoneId.optional(),
  site: siteId.optional(),
  kind: z.enum(ASSET_KINDS).optional(),
  support: z.enum(SUPPORT_STATES as [SupportState, ...SupportState[]]).optional(),
  origin: z.enum(['plant', 'listed', 'observed', 'own']).optional(),
  product: searchText(200),
  search: searchText(200),
} satisfies Record<keyof AssetFilter, z.ZodType>;

export const pageAssets = defineOperation({
  path: '/assets',
  summary:
    'Gateways, drives, other devices and this platform, with versions and support, in the order of names',
  action: 'plant.view',
  params: z.object({}),
  // A cursor holds a name, which may be long.
  query: z.object({ ...paging, cursor: z.string().max(2_000).optional(), ...assetFilters }),
  response: assetPage,
  async run({ query }, { app, actor }) {
    const { limit, cursor, ...filter } = query;
    const audience = audienceOf(actor, app.plant());
    const [assets, open] = await Promise.all([app.assets.all(), app.openVulnerabilities()]);
    const { items, next, total, support } = findAssets(assets, audience, filter, {
      limit,
      after: positionOf(cursor),
    });
    return {
      items: items.map((asset) => presentRow(asset, open)),
      next: next === undefined ? null : encodeCursor(LIST, JSON.stringify([next.name, next.id])),
      total,
      support,
    };
  },
});

const position = z.tuple([z.string(), z.string()]);

function positionOf(cursor: string | undefined): AssetPosition | undefined {
  const at = decodeCursor(LIST, cursor);
  if (at === undefined) return undefined;
  try {
    const [name, id] = position.parse(JSON.parse(String(at)));
    return { name, id };
  } catch {
    throw new DomainError('input.invalid', undefined, {
      issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
    });
  }
}

export const readAsset = defineOperation({
  path: '/assets/{id}',
  summary: 'An asset with its versions, dates, capabilities and evidence',
  action: 'plant.view',
  params: z.object({ id: z.string().max(400) }),
  query: z.object({}),
  response: assetView,
  async run({ params }, { app, actor }) {
    const asset = await app.assets.get(params.id);
    if (asset === undefined || !canSeeAsset(audienceOf(actor, app.plant()), asset))
      throw new DomainError('not-found', 'There is no such asset.');
    const [evidence, open] = await Promise.all([app.assetEvidence(asset.id), app.openVulnerabilities()]);
    return presentAsset(asset, evidence, open, app.clock.now());
  },
});

export const readLifecycle = defineOperation({
  path: '/lifecycle',
  summary: 'What ends when: products of assets that the caller may see, and all other published ones',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({}),
  response: z.object({ items: z.array(lifecycleRow) }),
  async run(_input, { app, actor }) {
    const audience = audienceOf(actor, app.plant());
    const [assets, lives] = await Promise.all([app.assets.all(), app.assets.lives()]);
    const seen = assets.filter((asset) => canSeeAsset(audience, asset));
    return { items: calendarOf(seen, lives, app.clock.now()) };
  },
});
