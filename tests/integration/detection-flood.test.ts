import pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import { Alarms } from '../../src/lib/server/alarms/service';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { countInbox } from '../../src/lib/server/storage/detection-inbox-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { detectionBench, type DetectionBench } from '../support/detection-bench';

let test: TestDatabase;
let bench: DetectionBench;

const STATES = 1_000;

beforeEach(async () => {
  test = await testDatabase();
  const bus = new Bus();
  const alarms = new Alarms({
    database: test.db,
    bus,
    clock: systemClock,
    log: createLogger('silent'),
    plant: () => bench.registry.current(),
    definitions: ALARM_DEFINITIONS,
    raised: async () => undefined,
  });
  bench = await detectionBench(test.db, { bus, sinks: { alarms } });
});
afterEach(async () => {
  await bench.stop();
  await test.close();
});

const states = async () => {
  const { rows } = await test.db.client.query<{ events: number; linked: number; alarms: number }>(
    `select (select count(*) from security_event) as events,
       (select count(*) from security_event where alarm is not null) as linked,
       (select count(*) from alarm_occurrence) as alarms`,
  );
  return rows[0];
};

it('a thousand different alarms of one gateway are all there, in few statements', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await Promise.all(
    Array.from({ length: STATES }, (_, i) =>
      bench.send(`te/device/box-${i}///a/host_tamper_open`, { text: `box ${i} open`, input: `i${i}` }),
    ),
  );
  const before = query.mock.calls.length;
  await bench.detection.settle();
  const statements = query.mock.calls.length - before;
  query.mockRestore();
  expect(await states()).toEqual({ events: STATES, linked: STATES, alarms: STATES });
  expect(await countInbox(test.db)).toBe(0);
  expect(statements).toBeLessThan(STATES / 5);
});

it('a thousand lines of one attacker are one row, whatever the batches they come in', async () => {
  const lines = Array.from({ length: 1_000 }, (_, i) =>
    bench.line('sshd', `Failed password for root from 203.0.113.9 port ${i} ssh2`),
  );
  await Promise.all(lines);
  await bench.detection.settle();
  expect(await bench.events({ type: 'auth.ssh_failed' })).toMatchObject([{ count: 1_000 }]);
  expect(await bench.events({ type: 'auth.ssh_bruteforce' })).toMatchObject([{ count: 996 }]);
  expect((await states())?.alarms).toBe(1);
});

it('a sweep over all ports is one scan, and fills the list of events with no more rows than anybody reads', async () => {
  const drop = (port: number) =>
    bench.line(
      'kernel',
      `sec:drop IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.1 LEN=40 TTL=245 ID=${port} PROTO=TCP SPT=8080 DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0`,
    );
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => drop(i + 1)));
  await bench.detection.settle();
  const rows = await bench.events({ type: 'net.firewall_drop' });
  expect(rows.length).toBeLessThanOrEqual(402);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
  expect(await bench.events({ type: 'net.port_scan.generic' })).toHaveLength(1);
});

it('what is killed between journal and detection is found by the next start, once', async () => {
  await bench.send('te/device/main///a/gw_firewall_disabled', { text: 'off', severity: 'critical' });
  expect(await states()).toMatchObject({ events: 0 });
  const killed = bench.makeDetection();
  const next = bench.makeDetection();
  // Both at once, as when one is still at it: each report is taken by one of them.
  await Promise.all([killed.settle(), next.settle()]);
  await next.settle();
  expect(await states()).toEqual({ events: 1, linked: 1, alarms: 1 });
});
