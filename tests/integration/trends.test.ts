import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoneId, type ZoneId } from '../../src/lib/domain/ids';
import { FRS } from '../../src/lib/domain/posture/fr';
import type { DayCount } from '../../src/lib/domain/posture/trends/figure';
import { standingOf } from '../../src/lib/domain/posture/trends/moved';
import { DAY_MS, HOUR_MS } from '../../src/lib/domain/time';
import type { TrendReport } from '../../src/lib/protocol/trends';
import { insertPosturePoints } from '../../src/lib/server/storage/posture-point-store';
import { readStands } from '../../src/lib/server/storage/posture-trend-store';
import { writeTrendDay } from '../../src/lib/server/storage/trend-day-store';
import { SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

const ZONES = SMALL_PLANT.zones.map(({ id }) => id);
const PUMPS = zoneId.parse('pumps');
const MILL = zoneId.parse('mill');

let bench: HttpBench;
let mona: Entered;
let otto: Entered;
beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  await bench.person('mona', 'manager@plant');
  await bench.person('otto', 'operator@zone:mill');
  mona = await bench.enter('mona');
  otto = await bench.enter('otto');
});
afterAll(() => bench.test.close());

const ago = (days: number): number => bench.clock.now() - days * DAY_MS;
const trends = async (query = '', who = mona): Promise<TrendReport> => {
  const { body, status } = await bench.json(`/api/v1/trends${query}`, { cookie: who.cookie });
  expect(status).toBe(200);
  return body as unknown as TrendReport;
};
const figure = (report: TrendReport, id: string) => {
  const found = report.figures.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no figure ${id}`);
  return found;
};
const line = (report: TrendReport, id: string, of: string) => {
  const found = figure(report, id).lines.find((one) => one.id === of);
  if (found === undefined) throw new Error(`no line ${of} of ${id}`);
  return found;
};
/** All FRs of a zone with the same interval; target 2. */
const point = (zone: ZoneId, at: number, confirmed: number, possible: number) => ({
  zone,
  at,
  levels: FRS.flatMap(() => [confirmed, possible]),
  targets: FRS.map(() => 2),
  refuted: 0,
  unknown: 0,
});

describe('zones over time', () => {
  beforeAll(async () => {
    await bench.test.db.transaction(async (tx) => {
      await tx.client.query('delete from posture_point');
      await insertPosturePoints(tx, [
        point(PUMPS, ago(40), 0, 1),
        point(PUMPS, ago(10), 2, 4),
        point(MILL, ago(5), 1, 3),
      ]);
    });
  });

  it('stand as their newest point of that time says, and are not there before their first', async () => {
    const report = await trends('?period=30d');
    const below = line(report, 'zones', 'below').values;
    const unproven = line(report, 'zones', 'unproven').values;
    expect([below[0], below.at(-1)]).toEqual([1, 0]);
    expect([unproven[0], unproven.at(-1)]).toEqual([1, 1]);
    expect(line(report, 'zones', 'below').before[0]).toBeNull();
    expect(figure(report, 'zones').sentence).toContain(
      `0 of ${ZONES.length} zones below target with evidence (was 1)`,
    );
  });

  it('are counted by the database as the rule counts them', async () => {
    const at = Array.from({ length: 45 }, (_, i) => ago(44 - i));
    const stands = await bench.test.db.read((tx) => readStands(tx, ZONES, at));
    const { rows } = await bench.test.db.read((tx) =>
      tx.client.query<{ zone: ZoneId; at: Date; levels: number[]; targets: number[] }>(
        'select zone, at, levels, targets from posture_point order by at',
      ),
    );
    const byRule = at.map((moment) => {
      const newest = ZONES.flatMap(
        (zone) => rows.findLast((row) => row.zone === zone && row.at.getTime() <= moment) ?? [],
      );
      const standings = newest.map(standingOf);
      return {
        known: newest.length,
        below: standings.filter((one) => one === 'below').length,
        unproven: standings.filter((one) => one !== 'met').length,
      };
    });
    expect(stands.map(({ zones: { gap: _, ...zones } }) => zones)).toEqual(byRule);
  });

  it('that moved come first, with what they moved from', async () => {
    const { moves } = await trends('?period=30d');
    expect(moves.map(({ zone, standing }) => [zone, standing])).toEqual([
      [PUMPS, 'met'],
      [MILL, 'unproven'],
    ]);
    expect(moves[0]?.frs[0]).toMatchObject({ confirmed: 2, before: { confirmed: 0, possible: 1 } });
    expect(moves[0]?.since).toBeNull();
    expect(moves[1]).toMatchObject({
      since: ago(5),
      frs: [{ confirmed: 1, before: { confirmed: 1, possible: 3 } }, {}, {}, {}, {}, {}, {}],
    });
  });

  it('of one zone are a gap in levels', async () => {
    const report = await trends(`?period=30d&zone=${PUMPS}`);
    expect(line(report, 'fr3', 'gap').values[0]).toBe(2);
    expect(line(report, 'fr3', 'gap').now).toBe(0);
    expect(figure(report, 'fr3').sentence).toBe('The target is confirmed (was 2).');
  });

  it('are only those that the viewer may see', async () => {
    const report = await trends('?period=30d', otto);
    expect([report.scope.zones, report.moves.map(({ zone }) => zone)]).toEqual([1, [MILL]]);
    const hidden = await bench.json(`/api/v1/trends?zone=${PUMPS}`, { cookie: otto.cookie });
    expect(hidden.status).toBe(404);
  });
});

describe('what is counted each day', () => {
  const count = (expired: number, vulnerabilities: DayCount['vulnerabilities']): DayCount => ({
    certificates: { expired, within30: 0, within90: 0, unseen: 0 },
    support: { ended: 1, ending: 0, unknown: 2 },
    vulnerabilities,
  });

  it('is the last count of that day, and nothing for a day without one', async () => {
    await bench.test.db.transaction(async (tx) => {
      await writeTrendDay(tx, ago(3), new Map([[PUMPS, count(4, null)]]));
      await writeTrendDay(
        tx,
        ago(3) + HOUR_MS,
        new Map([
          [PUMPS, count(1, null)],
          [MILL, count(1, null)],
        ]),
      );
    });
    const report = await trends('?period=30d');
    const { values } = line(report, 'certificates', 'expired');
    expect(values.at(-4)).toBe(2);
    expect(values.at(-3)).toBeNull();
    expect(figure(report, 'certificates').missing).toBe('Nothing was counted at 28 of 30 looks.');
  });

  it('says that no advisory was imported, and does not say nought', async () => {
    const report = await trends('?period=30d');
    expect(line(report, 'vulnerabilities', 'open').now).toBeNull();
    expect(figure(report, 'vulnerabilities').sentence).toMatch(/^No advisory has been imported yet/);
  });
});

describe('incidents', () => {
  const opened = (minutes: number, over: object) => ({
    title: 'A test',
    severity: 3,
    zone: PUMPS,
    site: 'aarhus',
    phase: 'triage',
    verdict: null,
    openedAt: ago(2),
    acknowledged: { by: 'rita', at: ago(2) + minutes * 60_000, note: '' },
    closedAt: null,
    ...over,
  });

  it('are timed from their opening, where they ended; what was nothing took no time to recover', async () => {
    await bench.test.db.transaction(async (tx) => {
      const put = (status: object) =>
        tx.client.query('insert into incident (status) values ($1)', [JSON.stringify(status)]);
      for (const minutes of [1, 2, 3, 10]) await put(opened(minutes, {}));
      await put(opened(4, { phase: 'closed', verdict: 'true-positive-impact', closedAt: ago(1) }));
      await put(opened(5, { phase: 'false-positive', verdict: 'false-positive', closedAt: ago(1) }));
    });
    const report = await trends('?period=30d');
    expect(line(report, 'acknowledge', 'median').now).toBe(180);
    expect(line(report, 'acknowledge', 'nine-in-ten').now).toBe(600);
    expect(line(report, 'acknowledge', 'incidents').values.at(-1)).toBe(6);
    expect(line(report, 'recover', 'incidents').now).toBe(1);
    expect(line(report, 'recover', 'median').now).toBe(86_400);
    expect(report.marks.filter(({ kind }) => kind === 'incident')).toHaveLength(5);
  });
});

describe('the file', () => {
  it('holds every value of every line', async () => {
    const report = await trends('?period=30d');
    const answer = await bench.ask('/api/v1/trends/export?period=30d', { cookie: mona.cookie });
    const rows = (await answer.text()).trim().split('\r\n');
    const values = report.figures.flatMap(({ lines }) => lines.flatMap((one) => one.values));
    expect(rows).toHaveLength(values.length + 1);
    expect(rows[0]).toBe('figure,line,unit,until,value,before');
    expect(answer.headers.get('content-disposition')).toContain('posture-plant-30d.csv');
  });
});

it('two answers that say the same have the same hash of their inputs', async () => {
  const [a, b] = [await trends('?period=52w'), await trends('?period=52w')];
  expect(a.inputs).toBe(b.inputs);
  expect((await trends('?period=30d')).inputs).not.toBe(a.inputs);
});
