import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY_MS, SECOND_MS } from '../../src/lib/domain/time';
import { CertificateWatch } from '../../src/lib/server/detection/certificate-watch';
import { reportRefusals } from '../../src/lib/server/detection/refused-links';
import { RefusalJournal } from '../../src/lib/server/ingest/refusal-journal';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { testDatabase, type TestDatabase } from '../support/database';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { FakeClock } from '../support/fake-clock';
import { GW_042 } from '../support/ingest-builders';

const log = createLogger('silent');
let test: TestDatabase;
let clock: FakeClock;
let bench: DetectionBench;

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  bench = await detectionBench(test.db, { clock });
});
afterEach(async () => {
  await bench.stop();
  await test.close();
});

it('who is turned away at our own endpoint is an event, counted by who it was', async () => {
  const journal = new RefusalJournal(test.db, createMetrics(), clock, log, (tx, rows) =>
    reportRefusals(tx, rows, bench.bus),
  );
  let told = 0;
  bench.bus.on(test, 'detection.waiting', () => (told += 1));
  const stop = new AbortController();
  const running = journal.run(stop.signal);
  const refuse = (kind: 'unknown-authority' | 'foreign-topic', subject: string) =>
    journal.add({ kind, subject, address: '203.0.113.9', detail: '\u0000why', at: clock.now() });
  for (let i = 0; i < 5; i += 1) refuse('unknown-authority', '203.0.113.9');
  refuse('foreign-topic', GW_042);
  await clock.advance(SECOND_MS);
  await expect.poll(() => told).toBe(1);
  await bench.detection.settle();
  expect(await bench.events({ type: 'tls.handshake_failed' })).toMatchObject([
    { gateway: null, key: '203.0.113.9', count: 5, source: 'broker', response: 'review' },
  ]);
  expect(await bench.events({ type: 'ot.mqtt_unauthorized' })).toMatchObject([
    { gateway: 'gw-042', count: 1 },
  ]);
  stop.abort();
  await clock.advance(SECOND_MS);
  await running;
});

it('certificates are spoken of from our own copy of their ends, once, and again when they are renewed', async () => {
  const watch = new CertificateWatch({ database: test.db, bus: bench.bus, clock, log });
  const look = async () => {
    await watch.look();
    await bench.detection.settle();
    return bench.conditions.splice(0).map(({ definition, condition }) => `${definition} ${condition}`);
  };
  const certificate = (fingerprint: string, days: number) =>
    test.db.client.query(
      `insert into gateway_certificate (fingerprint, gateway, serial, issuer, not_before, not_after, recorded_at)
       values ($1, $2, 's', 'i', now(), to_timestamp($3::bigint / 1000.0), now())`,
      [fingerprint, GW_042, clock.now() + days * DAY_MS],
    );
  await certificate('one', 20);
  await look();
  expect(await bench.events({ type: 'cert.expiring' })).toMatchObject([
    { gateway: 'gw-042', severity: 'medium', response: 'review', count: 1 },
  ]);
  await look();
  expect(await bench.events({ type: 'cert.expiring' })).toMatchObject([{ count: 1 }]);
  await clock.advance(25 * DAY_MS);
  expect(await look()).toEqual(['cert.expired active']);
  expect(await bench.events({ type: 'cert.expiring', state: 'open' })).toEqual([]);
  await certificate('two', 300);
  expect(await look()).toEqual(['cert.expired normal']);
  expect(await look()).toEqual([]);
});
