import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { SIGNAL_KEYS } from '$lib/domain/telemetry/signals';
import { silentAfterMs } from '$lib/domain/telemetry/silence';
import type { DrivePlan } from '$lib/components/drives/drive-plan';
import { indicatorsOf, pensOf } from '$lib/components/drives/drive-signals';
import { windowOf } from '$lib/components/drives/trend-range';
import { saidOf, type SaidAnswer } from '$lib/components/gateways/said';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';
import { readTrends } from './trends.server';

/** One drive: what does not change comes with the page, history and reports follow, values come live. */
export const load = pageLoad(
  'plant.view',
  async ({ params, url, depends, parent }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:drive');
    const plant = app.plant();
    const drive = plant.drives.find(({ id }) => id === params.drive);
    if (drive === undefined || !canSeePlaced(audienceOf(actor, plant), drive)) {
      throw new DomainError('not-found', 'There is no such drive, or you may not see it.');
    }
    const { sites } = await parent();
    const site = sites.find((one) => one.zones.some(({ id }) => id === drive.zone));
    const zone = site?.zones.find(({ id }) => id === drive.zone);
    if (site === undefined || zone === undefined) throw new DomainError('not-found');
    const intervals = plant.drives.filter(({ gateway }) => gateway === drive.gateway);
    const values = app.live.get(drive.id)?.values;
    const choice = {
      expected: drive.signals,
      arrived: SIGNAL_KEYS.filter((_, i) => !Number.isNaN(values?.[i] ?? NaN)),
    };
    const plan: DrivePlan = {
      drive,
      site: { id: site.id, name: site.name, timeZone: site.timeZone },
      zone,
      gateway: {
        id: drive.gateway,
        name: plant.gateways.find(({ id }) => id === drive.gateway)?.name ?? drive.gateway,
        silentAfterMs: silentAfterMs(Math.min(...intervals.map((one) => one.expectedIntervalMs))),
      },
      indicators: indicatorsOf(choice),
      pens: pensOf(choice),
    };
    const now = app.clock.now();
    const window = windowOf(url.searchParams, now);
    const said: Promise<SaidAnswer> = app.saidOf(drive.gateway, drive.entity).then(
      (found) => saidOf(now, found),
      () => ({ ok: false, message: 'What the gateway reports could not be read.' }),
    );
    return { plan, window, trends: readTrends(app, plan, window, now), said };
  },
);
