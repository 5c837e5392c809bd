import { createHash } from 'node:crypto';
import type { Actor } from '../../domain/access/roles';
import type { ZoneId } from '../../domain/ids';
import type { Plant, Zone } from '../../domain/plant/model';
import type { DayCount, TrendCounts } from '../../domain/posture/trends/figure';
import { trendFigures } from '../../domain/posture/trends/figures';
import { byMovement, moveOf } from '../../domain/posture/trends/moved';
import {
  windowBefore,
  windowOf,
  type TrendPeriod,
  type TrendWindow,
} from '../../domain/posture/trends/period';
import type { Instant } from '../../domain/time';
import type { TrendReport, ZoneMoveView } from '../../protocol/trends';
import type { Database, Tx } from '../storage/database';
import { readDrills, readDurations, type TrendPlaces } from '../storage/incident-trend-store';
import { readFirstVectors, readStands, readVectors } from '../storage/posture-trend-store';
import { dayName, readTrendDays } from '../storage/trend-day-store';
import { countNow, sumOf } from './count-now';
import { readMarks } from './marks';
import { scopeOf, type TrendScope } from './scope';
import type { TrendSources } from './sources';

/** What somebody wants to see: of the whole plant, a site or a zone, over a window that ends on a day. */
export interface TrendAsk extends TrendScope {
  period: TrendPeriod;
  until?: Instant | undefined;
}

interface Parts {
  database: Database;
  plant: Plant;
  sources: TrendSources;
  now: Instant;
}

/** Trends over what the actor may see of the scope. @throws DomainError `not-found` for a scope they may not see */
export async function trendReport(actor: Actor, ask: TrendAsk, parts: Parts): Promise<TrendReport> {
  const { database, plant, now } = parts;
  const { zones, places } = scopeOf(actor, plant, ask);
  const ids = zones.map(({ id }) => id);
  const window = windowOf(ask.period, ask.until, now);
  const before = windowBefore(window);
  const [live, counts, past, vectors, marks] = await Promise.all([
    // What is counted daily is counted anew where the window reaches up to now.
    window.to === now ? database.read((tx) => countOf(tx, ids, parts)) : undefined,
    countsOf(database, ids, places, window),
    countsOf(database, ids, places, before),
    database.read(async (tx) => ({
      now: await readVectors(tx, ids, window.to),
      before: await beginnings(tx, ids, window.from),
    })),
    database.read((tx) => readMarks(tx, places, window)),
  ]);
  if (live !== undefined) counts.days = [...counts.days.slice(0, -1), live];
  const figures = trendFigures({ window, zones: zones.length, counts, before: past });
  const moves = movesOf(zones, vectors.now, vectors.before, window.from);
  return {
    scope: { site: ask.site ?? null, zone: ask.zone ?? null, zones: zones.length },
    period: ask.period,
    from: window.from,
    to: window.to,
    before: { from: before.from, to: before.to },
    countedAt: now,
    inputs: createHash('sha256')
      .update(JSON.stringify([figures, moves]))
      .digest('hex'),
    figures,
    moves,
    ...marks,
  };
}

/** Where zones stood at the beginning; those that were not judged then, where they stood when they first were. */
async function beginnings(tx: Tx, ids: readonly ZoneId[], from: Instant): Promise<Vectors> {
  const before = await readVectors(tx, ids, from);
  const others = ids.filter((id) => !before.has(id));
  return others.length === 0 ? before : new Map([...before, ...(await readFirstVectors(tx, others, from))]);
}

type Vectors = Awaited<ReturnType<typeof readVectors>>;

function movesOf(zones: readonly Zone[], now: Vectors, before: Vectors, from: Instant): ZoneMoveView[] {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  return [...now]
    .map(([id, vector]) => moveOf(id, vector, before.get(id) ?? vector, from))
    .sort(byMovement)
    .flatMap((move) => {
      const zone = byId.get(move.zone);
      return zone === undefined ? [] : [{ ...move, site: zone.site, name: zone.name }];
    });
}

async function countOf(
  tx: Tx,
  ids: readonly ZoneId[],
  { plant, sources, now }: Parts,
): Promise<DayCount | null> {
  const all = await countNow(tx, plant, sources, now);
  return sumOf(ids.flatMap((id) => all.get(id) ?? [])) ?? null;
}

/** Everything counted of a window; the questions do not wait for each other. */
async function countsOf(
  database: Database,
  ids: readonly ZoneId[],
  places: TrendPlaces,
  { standAt, flowEdges }: TrendWindow,
): Promise<TrendCounts & { days: (DayCount | null)[] }> {
  const [stands, days, flows] = await Promise.all([
    database.read((tx) => readStands(tx, ids, standAt)),
    // The count of a day is that at its end; a moment at midnight belongs to the day before it.
    database.read((tx) =>
      readTrendDays(
        tx,
        ids,
        standAt.map((at) => dayName(at - 1)),
      ),
    ),
    database.read(async (tx) => ({
      acknowledge: await readDurations(tx, 'acknowledge', places, flowEdges),
      recover: await readDurations(tx, 'recover', places, flowEdges),
      drills: await readDrills(tx, places, flowEdges),
    })),
  ]);
  return { stands, days, ...flows };
}
