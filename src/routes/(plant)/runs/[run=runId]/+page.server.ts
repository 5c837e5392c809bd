import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { incidentSubject } from '$lib/domain/incidents/subject';
import type { Playbook } from '$lib/domain/playbooks/cacao/model';
import { OPERATORS_LABEL } from '$lib/components/playbooks/run-rights';
import type { RunDetail } from '$lib/components/playbooks/run-file.svelte';
import { answered, ApiError, askApi } from '$lib/live/api';
import { namesAround } from '$lib/server/http/names-around';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** One run with its steps and history, and the version of the playbook that it runs; what changes comes live. */
export const load = pageLoad(
  'plant.view',
  async ({ params, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:run');
    const detail = await askApi<RunDetail>(`/runs/${params.run}`, { fetch }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'not-found') {
        throw new DomainError('not-found', 'There is no such run, or you may not see it.');
      }
      throw error;
    });
    const { run } = detail;
    const query = { version: run.version };
    const read = await answered(askApi<Playbook>(`/playbooks/${run.playbook}`, { fetch, query }));
    const playbook = read.ok ? read.value : undefined;
    const plant = app.plant();
    const audience = audienceOf(actor, plant);
    const siteOf = new Map(plant.zones.map((zone) => [zone.id, zone.site]));
    const drives = plant.drives.filter(
      (drive) => siteOf.get(drive.zone) === run.site && canSeePlaced(audience, drive),
    );
    return {
      detail,
      playbook,
      forOperators: playbook?.labels?.includes(OPERATORS_LABEL) ?? false,
      place: incidentSubject(run, plant),
      names: await namesAround(app, actor),
      drives: Object.fromEntries(
        drives.map(({ id, name, gateway, limits }) => [id, { name, gateway, limits }]),
      ),
    };
  },
);
