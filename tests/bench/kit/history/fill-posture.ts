import type { Database } from '../../../../src/lib/server/storage/database';

/** How much a plant has behind it. */
export interface PosturePast {
  days: number;
  /** Changes of level of each zone in a day. */
  changesPerDay: number;
  incidents: number;
  drills: number;
}

/** A number from 0 to below `most`, the same each time for the same place. */
const drawn = (place: string, most: number): string => `(abs(hashint4extended(${place}, 7)) % ${most})`;

/** Levels of the seven FRs: confirmed between 0 and 3, possible not below it. */
const LEVELS = `(
  select array_agg(case when i % 2 = 1 then low else low + high % (5 - low) end order by i)::smallint[]
  from (
    select i, ${drawn('seed * 17 + (i + 1) / 2', 4)} as low, ${drawn('seed * 31 + i', 5)} as high
    from generate_series(1, 14) as i
  ) as drawn
)`;

/**
 * Gives every zone of the plant a past that ends now: levels that change, a count of each day, and incidents and drills
 * all over it. Resolves to the rows written.
 */
export async function fillPosture(
  db: Database,
  zones: readonly { id: string; site: string }[],
  { days, changesPerDay, incidents, drills }: PosturePast,
): Promise<number> {
  const places = [zones.map(({ id }) => id), zones.map(({ site }) => site)];
  return db.transaction(async (tx) => {
    const write = async (text: string, values: unknown[]): Promise<number> =>
      (await tx.client.query(text, values)).rowCount ?? 0;
    const points = await write(
      `insert into posture_point (zone, at, levels, targets, refuted, unknown)
       select id, now() - (k + 0.5) * interval '1 day' / $2::int, ${LEVELS}, array_fill(2::smallint, array[7]), 1, 1
       from (
         select id, k, (zone_number * 100000 + k)::int as seed
         from unnest($3::text[], $4::text[]) with ordinality as zones (id, site, zone_number)
         cross join generate_series(0, $1::int * $2::int - 1) as k
       ) as changes
       on conflict do nothing`,
      [days, changesPerDay, ...places],
    );
    const counts = await write(
      `insert into trend_day
       select (now() at time zone 'UTC')::date - d, id, now() - d * interval '1 day',
         ${drawn('d', 2)}, ${drawn('d + 1', 3)}, ${drawn('d + 2', 4)}, 0, ${drawn('d / 30', 5)}, 3, 2,
         ${drawn('d + 3', 6)}, ${drawn('d + 4', 2)}
       from unnest($2::text[], $3::text[]) as zone (id, site) cross join generate_series(1, $1::int) as d
       on conflict do nothing`,
      [days, ...places],
    );
    const opened = `(extract(epoch from now()) * 1000)::bigint - (i::bigint * $1::bigint * 86400000) / $2::bigint - 3600000`;
    const told = await write(
      `insert into incident (status)
       select jsonb_build_object('title', 'Incident ' || i, 'severity', 1 + i % 5, 'phase', 'closed',
         'verdict', 'true-positive-no-impact', 'zone', zone, 'site', site, 'rule', null, 'assignee', null, 'claim', null,
         'escalatesAt', null, 'openedAt', opened, 'closedAt', opened + 600000 + ${drawn('i', 36_000_000)},
         'acknowledged', jsonb_build_object('by', 'responder', 'note', '', 'at', opened + 1000 * ${drawn('i + 5', 900)}))
       from (
         select i, ${opened} as opened, z.id as zone, z.site
         from generate_series(0, $2::int - 1) as i
         join unnest($3::text[], $4::text[]) with ordinality as z (id, site, number)
           on z.number = 1 + i % cardinality($3::text[])
       ) as incidents`,
      [days, incidents, ...places],
    );
    const held = await write(
      `insert into run (state, view)
       select jsonb_build_object('status', case when i % 6 = 0 then 'failed' else 'succeeded' end, 'hold', 'none',
         'endedAt', ended, 'facts', jsonb_build_object('mode', 'drill', 'playbook', 'playbook--' || i,
         'zone', zone, 'site', site)), '{}'::jsonb
       from (
         select i, ${opened} as ended, z.id as zone, z.site
         from generate_series(0, $2::int - 1) as i
         join unnest($3::text[], $4::text[]) with ordinality as z (id, site, number)
           on z.number = 1 + i % cardinality($3::text[])
       ) as drills`,
      [days, drills, ...places],
    );
    return points + counts + told + held;
  });
}
