import { audienceOf } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { ApiError, askApi } from '$lib/live/api';
import type { AdvisoryDetail } from '$lib/protocol/advisories';
import { namesAround } from '$lib/server/http/names-around';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** One advisory with all that is said of its vulnerabilities, and the reader's assets that it may be about. */
export const load = pageLoad(
  'plant.view',
  async ({ params, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:advisories');
    const [detail, names] = await Promise.all([
      askApi<AdvisoryDetail>(`/advisories/${params.advisory}`, { fetch }).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404)
          throw new DomainError('not-found', 'There is no such advisory.');
        throw error;
      }),
      namesAround(app, actor),
    ]);
    const { zones, everything } = audienceOf(actor, app.plant(), 'vulnerability.decide');
    return {
      detail,
      names,
      self: actor.id,
      answeredAt: app.clock.now(),
      mayDecide: { zones: [...zones], everything },
    };
  },
);
