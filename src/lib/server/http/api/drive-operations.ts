import { z } from 'zod';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { driveId, type DriveId } from '../../../domain/ids';
import type { Drive } from '../../../domain/plant/model';
import { RESOLUTIONS } from '../../../domain/telemetry/history';
import { QUALITIES } from '../../../domain/telemetry/quality';
import { SIGNAL_KEYS, SIGNALS } from '../../../domain/telemetry/signals';
import { UNKNOWN_STATE } from '../../../domain/plant/decode-state';
import { encodeCursor, numericCursor } from './cursor';
import { driveView, stateView } from './drive-view';
import { askedRange, endOfPage, MAX_POINTS, resolutionFor } from './history-range';
import { defineOperation, type OperationContext } from './operation';
import { driveShape, historyShape, latestShape, momentOf, momentOrNull } from './shapes';

const which = z.object({ id: driveId });

/** The drive, or `not-found` when there is none or the caller may not see it: the two look alike. */
function visibleDrive({ app, actor }: OperationContext, id: DriveId): Drive {
  const plant = app.plant();
  const drive = plant.drives.find((one) => one.id === id);
  if (drive === undefined || !canSeePlaced(audienceOf(actor, plant), drive))
    throw new DomainError('not-found');
  return drive;
}

export const readDrive = defineOperation({
  path: '/drives/{id}',
  summary: 'One drive',
  action: 'plant.view',
  params: which,
  query: z.object({}),
  response: driveShape,
  run: ({ params }, context) => driveView(context, visibleDrive(context, params.id)),
});

export const readLatest = defineOperation({
  path: '/drives/{id}/latest',
  summary: 'Latest value, age and quality of every signal of a drive',
  action: 'plant.view',
  params: which,
  query: z.object({}),
  response: latestShape,
  run({ params }, context) {
    const { app } = context;
    const drive = visibleDrive(context, params.id);
    const live = app.live.get(drive.id);
    const now = app.clock.now();
    const canon = SIGNAL_KEYS.flatMap((signal, i) => {
      const value = live?.values[i] ?? NaN;
      const isKnown = live !== undefined && !Number.isNaN(value);
      if (!isKnown && !drive.signals.includes(signal)) return [];
      return {
        signal,
        label: SIGNALS[signal].label,
        unit: SIGNALS[signal].unit,
        value: isKnown ? value : null,
        sourceTime: momentOrNull(isKnown ? live.moments.sourceTime(i) : null),
        receivedAt: momentOrNull(isKnown ? live.moments.receivedAt(i) : null),
        quality: isKnown ? (QUALITIES[live.quality[i] ?? 0] ?? null) : null,
        freshness: isKnown ? app.live.signalFreshness(live, i, now) : ('never' as const),
      };
    });
    const extras =
      live === undefined
        ? []
        : [...live.extras].map(([name, extra]) => ({
            signal: name,
            label: name,
            unit: extra.unit,
            value: Number.isFinite(extra.value) ? extra.value : null,
            sourceTime: momentOrNull(extra.sourceTime),
            receivedAt: momentOrNull(extra.receivedAt),
            quality: extra.quality,
            freshness: app.live.extraFreshness(live, extra, now),
          }));
    return {
      drive: drive.id,
      now: momentOf(now),
      freshness: live?.freshness ?? 'never',
      state: stateView(live?.state ?? UNKNOWN_STATE),
      signals: [...canon, ...extras],
    };
  },
});

const historyQuery = z.object({
  signal: z.enum(SIGNAL_KEYS, 'is not the name of a signal'),
  from: z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-11-20T09:00:00Z' }).optional(),
  to: z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-11-20T10:00:00Z' }).optional(),
  resolution: z
    .enum([...RESOLUTIONS, 'auto'], `must be one of ${RESOLUTIONS.join(', ')}, auto`)
    .default('auto'),
  limit: z.coerce.number().int().min(1).max(MAX_POINTS).default(1_000),
  cursor: z.string().max(400).optional(),
});

export const readDriveHistory = defineOperation({
  path: '/drives/{id}/history',
  summary: 'History of one signal of a drive, oldest first; by default the last hour',
  action: 'report.export',
  params: which,
  query: historyQuery,
  response: historyShape,
  async run({ params, query }, context) {
    const { app } = context;
    const drive = visibleDrive(context, params.id);
    const { rawDays, rollupDays } = app.settings.retention;
    const { start, to } = askedRange(query, app.clock.now(), Math.max(rawDays, rollupDays));
    const from = numericCursor('history', query.cursor) ?? start;
    const resolution =
      query.resolution === 'auto' ? resolutionFor(query.signal, to - start, query.limit) : query.resolution;
    const end = endOfPage(from, to, resolution, query.limit, drive.expectedIntervalMs);
    const [series] = await app.history({
      key: drive.key,
      signals: [query.signal],
      from,
      to: end,
      resolution,
      maxPoints: MAX_POINTS + query.limit,
    });
    const points = (series?.t ?? []).map((t, i) => ({
      t,
      min: series?.min[i] ?? NaN,
      max: series?.max[i] ?? NaN,
      avg: series?.avg[i] ?? NaN,
      count: series?.count[i] ?? 0,
    }));
    const page = points.slice(0, query.limit);
    const continued = points[query.limit]?.t ?? (end < to ? end : undefined);
    return {
      drive: drive.id,
      signal: query.signal,
      unit: SIGNALS[query.signal].unit,
      resolution,
      gapMs: series?.gapMs ?? 0,
      items: page.map(({ t, ...rest }) => ({ t: momentOf(t), ...rest })),
      next: continued === undefined ? null : encodeCursor('history', continued),
    };
  },
});
