import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/domain/time';
import { countInbox } from '../../src/lib/server/storage/detection-inbox-store';
import { readEvents } from '../../src/lib/server/storage/gateway-event-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { FakeClock } from '../support/fake-clock';
import { GW_042, isoTime } from '../support/ingest-builders';

let test: TestDatabase;
let clock: FakeClock;
let bench: DetectionBench;

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  bench = await detectionBench(test.db, { clock, limits: { eventsPerMinute: 20 } });
});
afterEach(async () => {
  await bench.stop();
  await test.close();
});

const waiting = () => countInbox(test.db);
const ALARM = 'te/device/main///a/host_tamper_open';

describe('the inbox', () => {
  it('gets an event in the transaction that writes it down, and a repetition of it not at all', async () => {
    let told = 0;
    bench.bus.on(test, 'detection.waiting', () => (told += 1));
    await bench.line('sshd', 'Failed password for root from 10.1.2.3 port 4242 ssh2');
    await bench.line('sshd', 'Failed password for root from 10.1.2.3 port 4242 ssh2');
    expect(await waiting()).toBe(1);
    expect(told).toBe(1);
  });

  it('gets nothing of telemetry, health or repeated states', async () => {
    await bench.send('te/device/main///m/env', { temperature: 20 });
    await bench.send('te/device/main/service/tedge-agent/status/health', { status: 'up' });
    await bench.send('te/device/main///twin/firmware', { version: '1' });
    await bench.send('te/device/main///twin/firmware', '', { retain: true });
    expect(await waiting()).toBe(0);
  });

  it('gets each change of an alarm, its end, and its end with its entity', async () => {
    await bench.send(ALARM, { text: 'open', severity: 'major' });
    await bench.send(ALARM, { text: 'open', severity: 'major' });
    expect(await waiting()).toBe(1);
    await bench.send(ALARM, { text: 'wide open', severity: 'major' });
    expect(await waiting()).toBe(2);
    await bench.send(ALARM, '', { retain: true });
    await bench.send(ALARM, '', { retain: true });
    expect(await waiting()).toBe(3);
    await bench.send('te/device/x///a/hot', { text: 'hot' });
    await bench.send('te/device/x//', '', { retain: true });
    expect(await waiting()).toBe(5);
  });

  it('gets every state of a storm, and goes on counting moments that are not kept', async () => {
    const moments = Array.from({ length: 60 }, (_, i) =>
      bench.line('sshd', `Failed password for u from 10.1.2.3 port ${i} ssh2`),
    );
    const states = Array.from({ length: 60 }, (_, i) =>
      bench.send(`te/device/d${i}///a/host_tamper_open`, { text: 'open' }),
    );
    await Promise.all([...moments, ...states]);
    await bench.detection.settle();
    const [storm] = await bench.events({ type: 'gw.event_storm' });
    expect(storm?.count).toBe(40);
    const [failed] = await bench.events({ type: 'auth.ssh_failed' });
    expect(failed?.count).toBe(60);
    expect(await readEvents(test.db, { gateway: GW_042, limit: 100 })).toHaveLength(21);
    expect(await bench.events({ type: 'host.tamper_open' })).toHaveLength(60);
    expect(await waiting()).toBe(0);
  });

  it('gets alarms that a gateway did not announce again after it came back', async () => {
    await bench.stop();
    bench = await detectionBench(test.db, { clock, limits: { confirmAlarmsWithinMs: 10 * SECOND_MS } });
    await bench.send(ALARM, { text: 'open', severity: 'major' });
    await bench.detection.settle();
    await clock.advance(MINUTE_MS);
    const gateway = bench.conditions[0]?.gateway;
    if (!gateway) throw new Error('no condition');
    bench.bus.emit('gateway.connected', { gateway, at: clock.now() });
    await clock.advance(20 * SECOND_MS);
    await expect.poll(waiting).toBe(1);
    await bench.detection.settle();
    expect(bench.conditions.map(({ condition }) => condition)).toEqual(['active', 'unknown']);
    await bench.send(ALARM, { text: 'open', severity: 'major' });
    await bench.detection.settle();
    expect(bench.conditions.map(({ condition }) => condition)).toEqual(['active', 'unknown', 'active']);
  });

  it('takes what was stored on its way for no storm', async () => {
    const old = isoTime(clock.now() - DAY_MS / 2);
    await bench.send('te/device/main///m/env', { temperature: 20, time: isoTime(clock.now()) });
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        bench.line('sshd', `Failed password for u from 10.1.2.3 port ${i} ssh2`, { time: old }),
      ),
    );
    await bench.detection.settle();
    expect(await bench.events({ type: 'gw.event_storm' })).toEqual([]);
    expect(await bench.events({ type: 'auth.ssh_failed' })).toMatchObject([{ count: 60, historical: true }]);
  });
});
