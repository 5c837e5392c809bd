import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveId } from '../../src/lib/domain/ids';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { MINUTE_MS, SECOND_MS } from '../../src/lib/domain/time';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { isoTime } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';

const PUMP_M = 'te/device/pump-01///m/drive';
const PUMP = driveId.parse('gw-042:pump-01');

let test: TestDatabase;
let clock: FakeClock;
let ingest: RunningIngest;

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  ingest = await ingestSystem(test.db, { clock });
});
afterEach(async () => {
  await ingest.stop();
  await test.close();
});

async function samples(): Promise<
  { source_ms: number; received_ms: number; dc_link_v: number; historical: boolean }[]
> {
  const { rows } = await test.db.client.query('select * from sample order by source_ms');
  return rows;
}

async function extras(): Promise<[string, number][]> {
  const { rows } = await test.db.client.query<{ name: string; value: number }>(
    'select name, value from sample_extra order by name',
  );
  return rows.map((row) => [row.name, row.value]);
}

describe('an accepted measurement', () => {
  it('is a row, with its signals outside the canon beside it', async () => {
    await ingest.send(PUMP_M, { time: isoTime(clock.now() - 20), dc_link_v: 556, current: { L1: 9.5 } });
    expect(await samples()).toMatchObject([
      { source_ms: clock.now() - 20, received_ms: clock.now(), dc_link_v: 556, historical: false },
    ]);
    expect(await extras()).toEqual([['current.L1', 9.5]]);
  });

  it('is one row however often it is sent, also after a restart, and the first word stays', async () => {
    const payload = { time: isoTime(clock.now()), dc_link_v: 556 };
    await Promise.all([ingest.send(PUMP_M, payload), ingest.send(PUMP_M, payload, { dup: true })]);
    await ingest.stop();
    ingest = await ingestSystem(test.db, { clock });
    await ingest.send(PUMP_M, { ...payload, dc_link_v: 1 }, { dup: true });
    expect(await samples()).toMatchObject([{ dc_link_v: 556 }]);
  });

  it('of an instant that came in two messages has the values of both', async () => {
    const time = isoTime(clock.now());
    await ingest.send(PUMP_M, { time, dc_link_v: 556 });
    await ingest.send(PUMP_M, { time, motor_current_a: 11.5 });
    expect(await samples()).toMatchObject([{ dc_link_v: 556, motor_current_a: 11.5 }]);
  });

  it.each(['1969-07-20T20:17:40Z', '2099-01-01T00:00:00Z', undefined])(
    'whose time (%s) cannot be believed has its receive time',
    async (time) => {
      await ingest.send(PUMP_M, { time, dc_link_v: 556 });
      expect(await samples()).toMatchObject([{ source_ms: clock.now(), received_ms: clock.now() }]);
    },
  );

  it('of the gateway and its services is kept under the key of the gateway', async () => {
    await ingest.send('te/device/main///m/env', { temperature: 25.5 });
    await ingest.send('te/device/main/service/collector/m/load', { cpu: 3 });
    const { rows } = await test.db.client.query<{ name: string }>(
      `select e.name from sample_extra e join gateway g on g.key = e.key where g.id = 'gw-042' order by e.name`,
    );
    expect(rows.map((row) => row.name)).toEqual(['service/collector.cpu', 'temperature']);
  });
});

describe('telemetry before registration', () => {
  it('is kept under the drive that its device becomes, which its registration then names', async () => {
    await ingest.send(PUMP_M, { time: isoTime(clock.now()), dc_link_v: 556 });
    expect(ingest.registry.drive(PUMP)).toMatchObject({ origin: 'discovered', family: 'unknown' });
    expect(ingest.image.get(PUMP)?.values[SIGNAL_INDEX.dc_link_v]).toBe(556);
    const before = ingest.registry.drive(PUMP)?.key;
    await ingest.send('te/device/pump-01//', { '@type': 'child-device', name: 'Pump 1', type: 'VLT FC 202' });
    await expect
      .poll(() => ingest.registry.drive(PUMP))
      .toMatchObject({
        key: before,
        name: 'Pump 1',
        family: 'vlt-fc-202',
      });
    await ingest.send(PUMP_M, { time: isoTime(clock.now() + 1), dc_link_v: 557 });
    expect(await samples()).toHaveLength(2);
  });

  it('and the name plate that comes after it describe the discovered drive', async () => {
    await ingest.send(PUMP_M, { dc_link_v: 556 });
    const twin = { family: 'VACON NX', firmware: 'V195', serial: 'S\u0000 1', rated_kw: 7.5, rated_a: -1 };
    await ingest.send('te/device/pump-01///twin/drive', twin);
    await expect
      .poll(() => ingest.registry.drive(PUMP))
      .toMatchObject({ family: 'vacon-nx', firmware: 'V195', serial: 'S\uFFFD 1', rated: { powerKw: 7.5 } });
    expect(ingest.image.get(PUMP)?.drive.family).toBe('vacon-nx');
  });

  it('of many devices at once makes each of them once', async () => {
    const sent = Array.from({ length: 300 }, (_, i) =>
      ingest.send(`te/device/d${i % 100}///m/x`, { time: isoTime(clock.now() + i), dc_link_v: i }),
    );
    await Promise.all(sent);
    expect(ingest.registry.current().drives).toHaveLength(100);
    expect(await samples()).toHaveLength(300);
  });
});

describe('ten minutes offline, and then the backlog', () => {
  it('fills the history, and nothing of it is live', async () => {
    const drive = () => ingest.image.get(PUMP);
    for (let i = 0; i < 30; i += 1) {
      await ingest.send(PUMP_M, { time: isoTime(clock.now() - 30), dc_link_v: 500 });
      await clock.advance(SECOND_MS);
    }
    const wentAt = clock.now();
    await clock.advance(10 * MINUTE_MS);
    ingest.image.sweep(clock.now());
    const { revision } = ingest.image;
    const backlog: Promise<void>[] = [];
    for (let made = wentAt; made < clock.now() - 4 * SECOND_MS; made += SECOND_MS) {
      backlog.push(ingest.send(PUMP_M, { time: isoTime(made), dc_link_v: 600 }));
    }
    await Promise.all(backlog);
    expect(ingest.image.revision).toBe(revision);
    expect(drive()).toMatchObject({ freshness: 'lost' });
    expect(drive()?.values[SIGNAL_INDEX.dc_link_v]).toBe(500);
    const replayed = (await samples()).filter((row) => row.source_ms >= wentAt);
    expect(replayed).toHaveLength(backlog.length);
    expect(replayed.every((row) => row.historical)).toBe(true);
  });
});

describe('a message that the database refuses', () => {
  it('is quarantined, accepted, and holds up none of the thousand around it', async () => {
    const owner = test.connection;
    const { default: pg } = await import('pg');
    const client = new pg.Client(owner);
    await client.connect();
    await client.query(`alter table entity_state add constraint no_poison check (name <> 'poison')`);
    await client.end();
    const sent = Array.from({ length: 1_000 }, (_, i) =>
      i === 500
        ? ingest.send('te/device/pump-01///a/poison', { text: 'x' })
        : ingest.send(PUMP_M, { time: isoTime(clock.now() + i), dc_link_v: i }),
    );
    await Promise.all(sent);
    expect(await samples()).toHaveLength(999);
    const { rows } = await test.db.client.query('select topic, reason from quarantine');
    expect(rows).toEqual([{ topic: 'te/device/pump-01///a/poison', reason: 'storage-refused' }]);
  });
});
