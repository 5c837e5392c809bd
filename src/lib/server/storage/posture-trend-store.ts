import type { ZoneId } from '../../domain/ids';
import { FRS } from '../../domain/posture/fr';
import type { PostureStand, StandCount } from '../../domain/posture/trends/figure';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

const iso = (at: Instant): string => new Date(at).toISOString();

const CONFIRMED = (fr: number): string => `p.levels[${2 * fr - 1}]`;
const POSSIBLE = (fr: number): string => `p.levels[${2 * fr}]`;
const TARGET = (fr: number): string => `p.targets[${fr}]`;
const anyFr = (condition: (fr: number) => string): string => FRS.map(condition).join(' or ');

/**
 * How zones stood at each moment: the newest point of each zone that is not younger, found by the key of the table,
 * then counted. Points are written when levels change, so a moment between two of them has the earlier one's levels.
 */
const STANDS = `
  select t.n::int as n, count(p.levels)::int as known,
    count(*) filter (where ${anyFr((fr) => `${POSSIBLE(fr)} < ${TARGET(fr)}`)})::int as below,
    count(*) filter (where ${anyFr((fr) => `${CONFIRMED(fr)} < ${TARGET(fr)}`)})::int as unproven,
    ${FRS.map(
      (fr) => `
    count(*) filter (where ${POSSIBLE(fr)} < ${TARGET(fr)})::int as below${fr},
    count(*) filter (where ${CONFIRMED(fr)} < ${TARGET(fr)})::int as unproven${fr},
    max(greatest(0, ${TARGET(fr)} - ${CONFIRMED(fr)}))::int as gap${fr}`,
    ).join(',')}
  from unnest($1::timestamptz[]) with ordinality as t (at, n)
  cross join unnest($2::text[]) as z (zone)
  cross join lateral (
    select levels, targets from posture_point where zone = z.zone and at <= t.at order by at desc limit 1
  ) as p
  group by t.n`;

const NOBODY: StandCount = { known: 0, below: 0, unproven: 0, gap: null };

/** How these zones stood at each of the moments, in their order. */
export async function readStands(
  tx: Tx,
  zones: readonly ZoneId[],
  at: readonly Instant[],
): Promise<PostureStand[]> {
  const { rows } = await tx.client.query<Record<string, number>>(STANDS, [at.map(iso), [...zones]]);
  const found = new Map(rows.map((row) => [row['n'], row]));
  return at.map((_, i) => {
    const row = found.get(i + 1);
    if (row === undefined) return { zones: NOBODY, frs: FRS.map(() => NOBODY) };
    const of = (name: string): number => row[name] ?? 0;
    const frs = FRS.map((fr): StandCount => ({
      known: of('known'),
      below: of(`below${fr}`),
      unproven: of(`unproven${fr}`),
      gap: of(`gap${fr}`),
    }));
    return {
      zones: {
        known: of('known'),
        below: of('below'),
        unproven: of('unproven'),
        gap: Math.max(...frs.map(({ gap }) => gap ?? 0)),
      },
      frs,
    };
  });
}

/** Levels and targets of a zone as one of its points has them. */
export interface ZoneVector {
  /** When they came to be so. */
  at: Instant;
  levels: readonly number[];
  targets: readonly number[];
}

const NEWEST = 'at <= $2 order by at desc';
const FIRST_AFTER = 'at > $2 order by at';

/** How each zone stood at a moment; zones without an earlier point are left out. */
export const readVectors = (tx: Tx, zones: readonly ZoneId[], at: Instant): Promise<Vectors> =>
  pointOfEach(tx, zones, at, NEWEST);

/** How each zone stood when it was first judged after a moment. */
export const readFirstVectors = (tx: Tx, zones: readonly ZoneId[], at: Instant): Promise<Vectors> =>
  pointOfEach(tx, zones, at, FIRST_AFTER);

type Vectors = ReadonlyMap<ZoneId, ZoneVector>;

async function pointOfEach(
  tx: Tx,
  zones: readonly ZoneId[],
  at: Instant,
  which: typeof NEWEST | typeof FIRST_AFTER,
): Promise<Vectors> {
  const { rows } = await tx.client.query<Omit<ZoneVector, 'at'> & { zone: ZoneId; at: Date }>(
    `select z.zone, p.at, p.levels, p.targets from unnest($1::text[]) as z (zone)
     cross join lateral (
       select at, levels, targets from posture_point where zone = z.zone and ${which} limit 1
     ) as p`,
    [[...zones], iso(at)],
  );
  return new Map(rows.map(({ zone, at: moment, ...vector }) => [zone, { ...vector, at: moment.getTime() }]));
}
