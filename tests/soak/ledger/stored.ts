import type { GatewayBooks } from '../gateways/books';
import { driveBeginsMs, otherValueSql, samplesOfDrive, type Course } from '../gateways/course';
import type { StoredGateway } from './balance';
import type { Questions } from './questions';
import { NumberRanges } from './ranges';

const NUMBER = `(source_ms - begins_ms) / $4::bigint`;

/** SQL that counts, drive by drive, what is stored and how much of that was published. */
const STORED_SQL = `
  with published as (
    select drive.key, given.* from unnest($1::text[], $2::bigint[], $3::bigint[])
      as given (id, begins_ms, samples) join drive on drive.id = given.id)
  select id, (samples)::int as samples, counted.* from published cross join lateral (
    select count(*)::int as rows, count(distinct source_ms)::int as instants,
      (count(*) filter (where not is_published))::int as unpublished,
      (count(distinct source_ms) filter (where is_published))::int as kept,
      (count(*) filter (where is_published and ${otherValueSql('n')}))::int as other_value
    from (
      select source_ms, output_frequency_hz, energy_kwh, ${NUMBER} as n,
        (source_ms - begins_ms) % $4::bigint = 0 and source_ms >= begins_ms and ${NUMBER} < samples as is_published
      from sample where sample.key = published.key) as mine) as counted`;

/** SQL for rows of drives that are not in the plant: whoever sent them, they were not published. */
const STRANGERS_SQL = `
  select count(*)::int as rows from sample where key not in (select key from drive where id = any($1::text[]))`;

const MISSING_SQL = `
  select n::int from generate_series(0, $3::bigint - 1) as n
  where not exists (select from sample where key = (select key from drive where id = $1)
    and source_ms = $2::bigint + n * $4::bigint)
  limit 100000`;

const QUARANTINE_SQL = `
  select gateway, substring(encode(head, 'escape') from '^\\{"soak":([0-9]+),"time$') as n, count(*)::int as rows
  from quarantine group by 1, 2`;

interface DriveRow {
  id: string;
  samples: number;
  rows: number;
  instants: number;
  unpublished: number;
  kept: number;
  other_value: number;
}

/** Asks the database what it has of every gateway's course, in the order of the courses. */
export async function readStored(
  questions: Questions,
  courses: readonly Course[],
  books: readonly GatewayBooks[],
): Promise<StoredGateway[]> {
  const drives = courses.flatMap((course, g) =>
    course.drives.map((id, drive) => ({
      id,
      begins: driveBeginsMs(course, drive),
      samples: samplesOfDrive(course, drive, books[g]?.accounts.sample.published ?? 0),
    })),
  );
  const rows = await questions.ask<DriveRow>('what is stored of each drive', STORED_SQL, [
    drives.map(({ id }) => id),
    drives.map(({ begins }) => begins),
    drives.map(({ samples }) => samples),
    courses[0]?.periodMs ?? 1_000,
  ]);
  const byDrive = new Map(rows.map((row) => [row.id, row]));
  const quarantine = await readQuarantine(questions);
  const stored: StoredGateway[] = [];
  for (const [g, course] of courses.entries()) {
    const mine = course.drives.map((id) => byDrive.get(id)).filter((row) => row !== undefined);
    const add = (of: (row: DriveRow) => number) => mine.reduce((sum, row) => sum + of(row), 0);
    const published = books[g]?.accounts.sample.published ?? 0;
    const missing = published - add(({ kept }) => kept);
    stored.push({
      rows: add((row) => row.rows),
      doubled: add((row) => row.rows - row.instants),
      unpublished: add((row) => row.unpublished),
      otherValue: add((row) => row.other_value),
      missing,
      lost: missing === 0 ? 0 : await countLost(questions, course, books[g], byDrive),
      quarantined: quarantine.get(course.gateway)?.numbers ?? [],
      otherQuarantined: quarantine.get(course.gateway)?.other ?? 0,
    });
  }
  return stored;
}

/** How many samples that were acknowledged are not there. Asked only of drives of which something is missing. */
async function countLost(
  questions: Questions,
  course: Course,
  books: GatewayBooks | undefined,
  byDrive: ReadonlyMap<string, DriveRow>,
): Promise<number> {
  const { published = 0, acknowledged = [] } = books?.accounts.sample ?? {};
  const promised = NumberRanges.of(acknowledged);
  let lost = 0;
  for (const [drive, id] of course.drives.entries()) {
    const samples = samplesOfDrive(course, drive, published);
    if (byDrive.get(id)?.kept === samples) continue;
    const rows = await questions.ask<{ n: number }>(`readings of ${id} that are not stored`, MISSING_SQL, [
      id,
      driveBeginsMs(course, drive),
      samples,
      course.periodMs,
    ]);
    lost += rows.filter(({ n }) => promised.has(n * course.drives.length + drive)).length;
  }
  return lost;
}

/** Rows of drives that no gateway of the run has. */
export async function countStrangers(questions: Questions, courses: readonly Course[]): Promise<number> {
  const ids = courses.flatMap(({ drives }) => drives);
  const rows = await questions.ask<{ rows: number }>('rows of other drives', STRANGERS_SQL, [ids]);
  return rows[0]?.rows ?? 0;
}

async function readQuarantine(questions: Questions) {
  const rows = await questions.ask<{ gateway: string; n: string | null; rows: number }>(
    'what is in quarantine',
    QUARANTINE_SQL,
  );
  const found = new Map<string, { numbers: number[]; other: number }>();
  for (const row of rows) {
    const mine = found.get(row.gateway) ?? { numbers: [], other: 0 };
    found.set(row.gateway, mine);
    if (row.n === null) mine.other += row.rows;
    else {
      mine.numbers.push(Number(row.n));
      mine.other += row.rows - 1;
    }
  }
  return found;
}
