import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { canSomewhere } from '../../domain/access/can';
import { audienceOf } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import { parseInput } from '../access/perform';
import { findAssets } from '../assets/find';
import { COLUMNS, rowOf } from '../assets/table';
import { assetFilters, pageAssets } from './api/asset-operations';
import type { Operation } from './api/operation';
import { csvOf, csvResponse } from './csv';
import { problemResponse } from './problem';
import { asDomainError } from './unexpected';

const exportQuery = z.object({ ...assetFilters, format: z.literal('csv') });

/** The list of assets, or, where the request asks for a format, all that its filter finds as a file. */
export const listAssets: Operation = {
  ...pageAssets,
  handle: (event) => (event.url.searchParams.has('format') ? exportAssets(event) : pageAssets.handle(event)),
};

async function exportAssets(event: RequestEvent): Promise<Response> {
  const { app, actor, requestId } = event.locals;
  try {
    if (actor === undefined) throw new DomainError('access.sign-in-needed');
    if (!canSomewhere(actor, 'report.export')) throw new DomainError('access.denied');
    const { limit: _, cursor: __, ...params } = Object.fromEntries(event.url.searchParams);
    const { format: ___, ...filter } = parseInput(exportQuery, params);
    const [assets, open] = await Promise.all([app.assets.all(), app.openVulnerabilities()]);
    const { items } = findAssets(assets, audienceOf(actor, app.plant()), filter, { limit: Infinity });
    const day = new Date(app.clock.now()).toISOString().slice(0, 10);
    return csvResponse(
      `assets-${day}`,
      csvOf(
        COLUMNS,
        items.map((asset) => rowOf(asset, open)),
      ),
    );
  } catch (failure) {
    return problemResponse(asDomainError(failure, event), requestId);
  }
}
