import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siteId, zoneId } from '../../src/lib/domain/ids';
import type { Durable } from '../../src/lib/protocol/down';
import { openNotice } from '../../src/lib/server/storage/notice-store';
import { appendStream, streamAppended, type NewStreamEntry } from '../../src/lib/server/storage/stream-store';
import { LIVE_PLANT, liveBench, type LiveBench } from '../support/live-bench';
import type { LiveProbe } from '../support/live-probe';
import { until } from '../support/until';

let bench: LiveBench;
beforeAll(async () => void (bench = await liveBench()));
afterAll(() => bench.close());

type Place = Pick<NewStreamEntry, 'zone' | 'site' | 'audience'>;
const everybody: Place = { zone: null, site: null, audience: 'everybody' };
const inZone = (zone: string): Place => ({ ...everybody, zone: zoneId.parse(zone) });
const PLACES: readonly Place[] = [
  everybody,
  { ...everybody, audience: 'administrators' },
  { ...everybody, site: siteId.parse('odense') },
  ...LIVE_PLANT.zones.map((zone) => inZone(zone.id)),
];

let made = 0;
async function append(place: Place, announce = true): Promise<number> {
  made += 1;
  const at = Date.now();
  const body = { type: 'notice.cleared', key: `k${made}`, at };
  const seq = await bench.db.transaction((tx) => appendStream(tx, { ...place, type: body.type, body, at }));
  if (announce) streamAppended(bench.bus, seq);
  return seq;
}

const head = async () =>
  (await bench.db.client.query<{ last_seq: number }>('select last_seq from stream_head')).rows[0]?.last_seq ??
  0;

async function page(name: string, ...grants: string[]): Promise<LiveProbe> {
  const { cookie } = await bench.signIn(name, ...grants);
  return bench.connect(cookie);
}

describe('the durable stream', () => {
  it('begins with the state, and the number it stands at', async () => {
    await bench.db.transaction((tx) =>
      openNotice(
        tx,
        { key: 'disk', severity: 'warning', text: 'The disk fills up.', audience: 'everybody' },
        1_000,
      ),
    );
    await append(everybody);
    const operator = await page('begins', 'operator@zone:pumps');
    expect(await operator.resume(null)).toEqual({ ok: true });
    await until(() => operator.snapshots.length > 0);
    expect(operator.snapshots[0]).toMatchObject({
      head: await head(),
      presence: [{ gateway: 'gw-pumps', link: 'live', since: expect.any(Number) }],
      notices: [{ key: 'disk', severity: 'warning', text: 'The disk fills up.', since: 1_000 }],
    });
    expect(operator.durables).toEqual([]);
  });

  it('goes on from the number that a page has, and tells each what it may know', async () => {
    const from = await head();
    const operator = await page('pumps', 'operator@zone:pumps');
    const administrator = await page('admin', 'administrator@plant');
    await operator.resume(from);
    await administrator.resume(from);
    const seqs: number[] = [];
    for (const place of PLACES) seqs.push(await append(place));
    const visible = [seqs[0]!, seqs[3]!];
    await until(() => operator.durables.length >= 2 && administrator.durables.length >= PLACES.length);
    expect(administrator.durables.map(({ seq }) => seq)).toEqual(seqs);
    expect(operator.durables.map(({ seq, previous }) => [previous, seq])).toEqual([
      [from, visible[0]],
      [visible[0], visible[1]],
    ]);
    expect(operator.snapshots).toEqual([]);
    await until(() => operator.heartbeats.at(-1)?.head === visible[1], 3_000);
    expect(administrator.heartbeats.at(-1)?.head).toBe(seqs.at(-1));
  });

  it('tells within a second or so what another process appended', async () => {
    const operator = await page('other-process', 'operator@plant');
    await operator.resume(await head());
    const seq = await append(everybody, false);
    await until(() => operator.durables.some((entry) => entry.seq === seq), 2_500);
    expect(operator.durables.map((entry) => entry.seq)).toEqual([seq]);
  });

  it('starts anew for a page that knows a number which was never given', async () => {
    const operator = await page('future', 'operator@plant');
    await operator.resume(1_000_000);
    await until(() => operator.snapshots.length === 1);
    expect(operator.snapshots[0]?.head).toBe(await head());
  });

  it('starts anew for a page whose next entries are not kept any more', async () => {
    for (let i = 0; i < 5; i += 1) await append(everybody);
    const last = await head();
    await bench.db.client.query('delete from stream_entry where seq < $1', [last - 1]);
    // A server that begins now has no more in memory than is kept.
    const later = await liveBenchOver();
    const operator = await later.page('late');
    await operator.resume(last - 4);
    await until(() => operator.snapshots.length === 1);
    expect(operator.durables).toEqual([]);
    const other = await later.page('not-so-late');
    await other.resume(last - 2);
    await until(() => other.durables.length === 2);
    expect(other.snapshots).toEqual([]);
    await later.close();
  });

  it('reaches every page exactly once and in order, however often it is cut off', async () => {
    const { cookie } = await bench.signIn('model', 'operator@zone:fans', 'operator@site:odense');
    const mayKnow = (place: Place) =>
      place.audience === 'everybody' &&
      (place.zone === null ? true : place.zone === 'fans' || place.zone === 'mill');
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constant('append' as const), place: fc.constantFrom(...PLACES) }),
      },
      { weight: 2, arbitrary: fc.constant({ do: 'cut' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'close' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'resume' as const }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const start = await head();
        const expected: number[] = [];
        const got: Durable[] = [];
        let probe = await bench.connect(cookie);
        let taken = 0;
        const lastSeq = () => got.at(-1)?.seq ?? start;
        // What the page itself does: takes entries in their order, asks again where one is missing.
        const take = () => {
          for (; taken < probe.durables.length; taken += 1) {
            const entry = probe.durables[taken]!;
            if (entry.seq <= lastSeq()) continue;
            expect(entry.previous).toBe(lastSeq());
            got.push(entry);
          }
        };
        const again = async () => {
          take();
          probe.close();
          probe = await bench.connect(cookie);
          taken = 0;
          probe.goOnFrom(lastSeq());
        };
        probe.goOnFrom(start);
        for (const action of steps) {
          if (action.do === 'append') {
            const seq = await append(action.place);
            if (mayKnow(action.place)) expected.push(seq);
          } else if (action.do === 'cut') {
            probe.socket.io.engine.close();
            await again();
          } else if (action.do === 'close') await again();
          else {
            take();
            probe.goOnFrom(lastSeq());
          }
        }
        await until(() => {
          take();
          return got.length >= expected.length;
        }, 10_000);
        take();
        expect(got.map(({ seq }) => seq)).toEqual(expected);
        expect(probe.snapshots).toEqual([]);
        probe.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe('the numbers of the durable stream', () => {
  it('have no gap and follow the commits, however many write at once and whoever fails', async () => {
    const before = await head();
    const seen: number[] = [];
    let isDone = false;
    const reader = (async () => {
      while (!isDone) {
        const after = seen.at(-1) ?? before;
        const { rows } = await bench.db.client.query<{ seq: number }>(
          'select seq from stream_entry where seq > $1 order by seq',
          [after],
        );
        seen.push(...rows.map(({ seq }) => seq));
      }
    })();
    const writers = Array.from({ length: 40 }, async (_, i) => {
      const work = bench.db.transaction(async (tx) => {
        const seq = await appendStream(tx, { ...everybody, type: 'notice.cleared', at: i, body: {} });
        await tx.client.query('select pg_sleep($1)', [(i % 4) / 500]);
        if (i % 5 === 0) throw new Error('changed its mind');
        return seq;
      });
      return work.catch(() => undefined);
    });
    const numbers = (await Promise.all(writers)).filter((seq) => seq !== undefined);
    await until(() => seen.length >= numbers.length);
    isDone = true;
    await reader;
    expect(numbers).toHaveLength(32);
    expect(seen).toEqual(Array.from({ length: 32 }, (_, i) => before + 1 + i));
  });
});

/** Another server on the same database, as after a restart. */
async function liveBenchOver() {
  const other = await liveBench({ database: bench.db });
  return {
    page: async (name: string) => {
      const { cookie } = await other.signIn(name, 'operator@plant');
      return other.connect(cookie);
    },
    close: () => other.close(),
  };
}
