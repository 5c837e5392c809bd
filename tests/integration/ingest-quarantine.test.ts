import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countQuarantined, readQuarantine } from '../../src/lib/server/storage/quarantine-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';

let test: TestDatabase;
let clock: FakeClock;
let ingest: RunningIngest;

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  ingest = await ingestSystem(test.db, { clock, limits: { quarantineRows: 1_000 } });
});
afterEach(async () => {
  await ingest.stop();
  await test.close();
});

const M = 'te/device/pump-01///m/x';

describe('what cannot be used', () => {
  it('is kept with reason, gateway, topic, hash and beginning', async () => {
    const payload = Buffer.concat([Buffer.from('{"a":NaN}'), Buffer.alloc(5_000, 0)]);
    await ingest.send(M, payload);
    const [row] = await readQuarantine(test.db, { limit: 10 });
    expect(row).toMatchObject({
      gateway: 'gw-042',
      topic: M,
      reason: 'not-json',
      size: 5_009,
      count: 1,
      firstSeenAt: clock.now(),
    });
    expect(row?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(row?.head.equals(payload.subarray(0, 1_024))).toBe(true);
  });

  it('and comes again is one row with a count', async () => {
    for (let i = 0; i < 5; i += 1) {
      await Promise.all([ingest.send(M, 'x'), ingest.send(M, 'x'), ingest.send(M, 'y')]);
      await clock.advance(1_000);
    }
    const rows = await readQuarantine(test.db, { limit: 10 });
    expect(rows.map((row) => [row.count, row.lastSeenAt - row.firstSeenAt])).toEqual([
      [5, 4_000],
      [10, 4_000],
    ]);
  });

  it('ten thousand times stays within the bound: the oldest leave; and good messages go on', async () => {
    await ingest.send(M, 'the first');
    const started = performance.now();
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(1_000);
      const sent = Array.from({ length: 1_000 }, (_, i) => ingest.send(M, `rubbish ${round} ${i}`));
      await Promise.all([...sent, ingest.send(M, { dc_link_v: round })]);
      expect(await countQuarantined(test.db)).toBeLessThanOrEqual(1_000);
    }
    expect(performance.now() - started).toBeLessThan(15_000);
    const rows = await readQuarantine(test.db, { limit: 2_000 });
    expect(rows.length).toBeGreaterThanOrEqual(950);
    expect(rows.some((row) => row.head.toString() === 'the first')).toBe(false);
    expect(rows[0]?.head.toString()).toContain('rubbish 9');
    const { rows: samples } = await test.db.client.query('select from sample');
    expect(samples).toHaveLength(10);
  });

  it('ten thousand times the same costs one row', async () => {
    const sent = Array.from({ length: 10_000 }, () => ingest.send(M, 'again and again'));
    await Promise.all(sent);
    expect((await readQuarantine(test.db, { limit: 10 })).map((row) => row.count)).toEqual([10_000]);
  });

  it('however hostile its topic and bytes are, is kept and fails nobody', async () => {
    await ingest.send(`te/\u0000\u0001${'x'.repeat(60_000)}`, Buffer.from([0, 255, 254]));
    await ingest.send("te/'; drop table quarantine; --", '<script>');
    await ingest.send('\ud800', '{');
    const rows = await readQuarantine(test.db, { limit: 10 });
    expect(rows).toHaveLength(3);
    expect(rows.every((row) => row.topic.length <= 400)).toBe(true);
  });
});
