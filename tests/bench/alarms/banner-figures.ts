import type { AlarmView } from '../../../src/lib/protocol/alarms';
import { openPage, type BenchPage } from '../kit/browser';
import { percentile, written } from '../kit/figures';
import type { BenchContext, Figure } from '../kit/scenario';
import { apiClient, untilThere, type ApiClient } from './client';
import { bannerTimes, watchBanner } from './banner-watch';
import { onAlarmStage, type AlarmStage } from './plant';
import { everyRoute, type Route } from './routes';
import { alarmSizes } from './sizes';
import { CRITICAL } from './spoken-types';

/** What is not on the screen by then is not there. */
const LOST_AFTER_MS = 10_000;
/** Alarms on each route, in each run. */
const PER_ROUTE = 5;

interface Seen {
  path: string;
  /** Publication to painted, in ms. */
  afterMs: number;
}

/** A critical event on every route while the plant runs: how long until it stands in the banner. */
export const bannerFigures = (context: BenchContext): Promise<Figure[]> =>
  onAlarmStage({ drives: alarmSizes(context).drives, isLoaded: true }, context, async (stage) => {
    const operator = apiClient(stage.product.url, await stage.product.signIn('operator'));
    const seen: Seen[] = [];
    for (const route of await everyRoute(stage, context)) {
      context.say(`critical events on ${route.path}`);
      const page = await openPage({ target: stage.product, ...route });
      try {
        await watchBanner(page.page);
        for (let i = 0; i < PER_ROUTE * context.runs; i += 1) {
          seen.push(await raiseAndSee(stage, { route, page, number: seen.length }, operator, context));
        }
      } finally {
        await page.close();
      }
    }
    return figuresOf(seen);
  });

/** Raises one alarm, waits until it is painted, acknowledges it and lets it end. */
async function raiseAndSee(
  { speaker, speakerGateway }: AlarmStage,
  { route, page, number }: { route: Route; page: BenchPage; number: number },
  operator: ApiClient,
  { signal }: BenchContext,
): Promise<Seen> {
  const tag = `bench-${String(number).padStart(4, '0')}`;
  const drive = speakerGateway.drives[number % speakerGateway.drives.length]!;
  const alarm = { drive, type: CRITICAL, severity: 'critical', text: tag } as const;
  const publishedAt = await speaker.raise(alarm);
  const paintedAt = await untilThere(`${tag} on ${route.path}`, () => bannerTimes(page.page, tag), {
    withinMs: LOST_AFTER_MS,
    signal,
  });
  const { items } = await operator.get<{ items: AlarmView[] }>(`alarms?state=open&drive=${drive}`);
  for (const { id } of items) await operator.post(`alarms/${id}/acknowledge`, { note: '' });
  await speaker.clear(alarm);
  return { path: route.path, afterMs: paintedAt - publishedAt };
}

function figuresOf(seen: readonly Seen[]): Figure[] {
  const all = seen.map(({ afterMs }) => afterMs);
  const worst = seen.reduce((a, b) => (b.afterMs > a.afterMs ? b : a));
  const routes = new Set(seen.map(({ path }) => path)).size;
  const detail = `${seen.length} events on ${routes} routes, p50 ${written(percentile(all, 50))}`;
  return [
    {
      name: 'critical event published -> banner painted, p95',
      value: percentile(all, 95),
      unit: 'ms',
      limit: { most: 300 },
      detail,
    },
    {
      name: 'critical event published -> banner painted, most',
      value: worst.afterMs,
      unit: 'ms',
      limit: { most: 1_000 },
      detail: `on ${worst.path}`,
    },
  ];
}
