import { can, canSomewhere } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { DomainError } from '$lib/domain/errors';
import type { Playbook } from '$lib/domain/playbooks/cacao/model';
import { answered, ApiError, askApi } from '$lib/live/api';
import type { PlaybookDetail } from '$lib/protocol/playbooks';
import type { RunView } from '$lib/protocol/runs';
import { namesAround } from '$lib/server/http/names-around';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** Runs that are shown beside a playbook. */
const RUNS_SHOWN = 10;

/** One playbook in the version that the address names, else its newest; and another one to compare it with. */
export const load = pageLoad(
  'plant.view',
  async ({ params, url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:playbook');
    const at = `/playbooks/${params.playbook}`;
    const version = (name: string) =>
      askApi<Playbook>(at, { fetch, query: { version: url.searchParams.get(name)?.slice(0, 40) } });
    const read = Promise.all([
      askApi<PlaybookDetail>(`${at}/summary`, { fetch }),
      version('version'),
      url.searchParams.has('against') ? version('against') : undefined,
      answered(
        askApi<{ items: readonly RunView[] }>('/runs', {
          fetch,
          query: { playbook: params.playbook, state: 'all', limit: RUNS_SHOWN },
        }),
      ),
    ]);
    const [detail, playbook, against, runs] = await read.catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'not-found') {
        throw new DomainError('not-found', 'There is no such playbook, or not in that version.');
      }
      throw error;
    });
    return {
      detail,
      playbook,
      against,
      runs,
      names: await namesAround(app, actor),
      may: {
        approve: canSomewhere(actor, 'playbook.approve'),
        // A new version is for everybody.
        import: can(actor, 'playbook.import', INSTALLATION).allowed,
      },
    };
  },
);
