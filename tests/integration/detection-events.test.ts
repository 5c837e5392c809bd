import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/domain/time';
import { countInbox } from '../../src/lib/server/storage/detection-inbox-store';
import { endByPerson } from '../../src/lib/server/storage/security-event-store';
import { readStream } from '../../src/lib/server/storage/stream-store';
import { eventsChanged } from '../../src/lib/protocol/security-events';
import { testDatabase, type TestDatabase } from '../support/database';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { FakeClock } from '../support/fake-clock';
import { isoTime } from '../support/ingest-builders';

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

const failure = (port: number, src = '203.0.113.9', user = 'root') =>
  bench.line('sshd', `Failed password for ${user} from ${src} port ${port} ssh2`);
const login = (src: string) => bench.line('sshd', `Accepted password for root from ${src} port 999 ssh2`);
const conditions = () => bench.conditions.map(({ definition, condition }) => `${definition} ${condition}`);
const passes = async (ms: number) => {
  await clock.advance(ms);
  await bench.detection.settle();
};

describe('rows of security events', () => {
  it('count records of one source within the window, and begin anew after it', async () => {
    for (let i = 0; i < 3; i += 1) await failure(i);
    await bench.detection.settle();
    await failure(3);
    await bench.detection.settle();
    expect(await bench.events({ type: 'auth.ssh_failed' })).toMatchObject([
      { key: '203.0.113.9', count: 4, response: 'none', gateway: 'gw-042', drive: null, zone: null },
    ]);
    await passes(11 * MINUTE_MS);
    await failure(4);
    await bench.detection.settle();
    const rows = await bench.events({ type: 'auth.ssh_failed' });
    expect(rows.map(({ count }) => count)).toEqual([1, 4]);
    expect(rows[1]?.samples).toHaveLength(3);
    expect(rows[1]?.samples[0]?.text).toBe('Failed password for root from 203.0.113.9 port 0 ssh2');
  });

  it('come to brute force, and a login after it is for a person now', async () => {
    for (let i = 0; i < 6; i += 1) await failure(i);
    await bench.detection.settle();
    expect(conditions()).toEqual(['auth.ssh_bruteforce active']);
    await login('203.0.113.9');
    await bench.detection.settle();
    expect(await bench.events({ type: 'auth.ssh_success' })).toMatchObject([
      { severity: 'critical', response: 'act', text: expect.stringContaining('brute force') },
    ]);
    expect(conditions()).toEqual(['auth.ssh_bruteforce active', 'auth.ssh_success active']);
    const news = bench.signals.map(({ type }) => type);
    expect(news).toEqual(['auth.ssh_failed', 'auth.ssh_bruteforce', 'auth.ssh_success']);
  });

  it('come to a scan by FIN at the third port, and a single FIN comes to nothing', async () => {
    const fin = (port: number) =>
      bench.line(
        'kernel',
        `IN=eth1 OUT= SRC=203.0.113.9 DST=192.0.2.10 PROTO=TCP SPT=1 DPT=${port} RES=0x00 FIN URGP=0`,
      );
    await fin(22);
    await bench.detection.settle();
    const scan = () => bench.events({ type: 'net.port_scan.fin' });
    expect(await scan()).toMatchObject([{ response: 'none', severity: 'info' }]);
    await fin(80);
    await fin(443);
    await bench.detection.settle();
    expect(await scan()).toMatchObject([{ response: 'review', severity: 'medium', count: 3 }]);
  });

  it('are judged by what went before also after a restart', async () => {
    for (let i = 0; i < 6; i += 1) await failure(i);
    await bench.detection.settle();
    await login('203.0.113.9');
    await bench.makeDetection().settle();
    expect(await bench.events({ type: 'auth.ssh_success' })).toMatchObject([{ severity: 'critical' }]);
  });

  it('stay below brute force for a login from elsewhere', async () => {
    for (let i = 0; i < 6; i += 1) await failure(i);
    await login('198.51.100.7');
    await bench.detection.settle();
    expect(await bench.events({ type: 'auth.ssh_success' })).toMatchObject([
      { severity: 'info', response: 'none' },
    ]);
  });

  it('keep lines that nobody understands, raw and counted by program, and never guess', async () => {
    await bench.line('frobnicator', 'the frobs are 7');
    await bench.line('frobnicator', 'the frobs are 8');
    await bench.line('other', 'Failed pass<b>word</b> for root\u0007');
    await bench.detection.settle();
    expect((await bench.events({ type: 'unknown' })).map(({ key, count }) => [key, count]).sort()).toEqual([
      ['frobnicator', 2],
      ['other', 1],
    ]);
    expect(bench.signals.every(({ severity }) => severity === 'info')).toBe(true);
    expect(bench.conditions).toEqual([]);
  });

  it('take hostile text for text', async () => {
    const nasty = `'; drop table security_event; -- <script>alert(1)</script> \u202e \ud83d`;
    await failure(1, '203.0.113.9', nasty);
    await bench.send('te/device/main///e/ot_modbus_write', { text: nasty, src: nasty, constructor: 'x' });
    await bench.detection.settle();
    expect((await bench.events()).length).toBeGreaterThanOrEqual(2);
    expect(await countInbox(test.db)).toBe(0);
  });

  it('are told zone by zone in the durable stream, with how many wait for review', async () => {
    await bench.send('te/device/main///e/gw_config_changed', { text: 'changed', config: 'firewall' });
    await bench.detection.settle();
    const entries = (await readStream(test.db, 0, 100)).filter(({ type }) => type === 'events.changed');
    expect(entries).toHaveLength(1);
    const told = eventsChanged.parse(entries[0]?.body);
    expect(told).toMatchObject({ zone: null, toReview: 1, events: [{ type: 'gw.config_changed' }] });
    expect(entries[0]?.audience).toBe('whole-plant');
  });
});

describe('the end of a state', () => {
  it('comes with its source, and another report begins a new row', async () => {
    const topic = 'te/device/main///a/gw_firewall_disabled';
    await bench.send(topic, { text: 'off', severity: 'critical' });
    await bench.detection.settle();
    await bench.send(topic, '', { retain: true });
    await bench.detection.settle();
    expect(conditions()).toEqual(['gw.firewall_disabled active', 'gw.firewall_disabled normal']);
    await bench.send(topic, { text: 'off', severity: 'critical' });
    await bench.detection.settle();
    const rows = await bench.events({ type: 'gw.firewall_disabled' });
    expect(rows.map(({ clearedAt }) => clearedAt === null)).toEqual([true, false]);
  });

  it('comes when the source holds to its word for as long as it must', async () => {
    const topic = 'te/device/main///a/time_unsynced';
    await bench.send(topic, { text: 'no time' });
    await bench.send(topic, '', { retain: true });
    await bench.detection.settle();
    await passes(2 * MINUTE_MS);
    await bench.send(topic, { text: 'no time' });
    await bench.detection.settle();
    await passes(10 * MINUTE_MS);
    expect(await bench.events({ type: 'time.unsynced', state: 'open' })).toMatchObject([{ count: 2 }]);
    await bench.send(topic, '', { retain: true });
    await bench.detection.settle();
    await passes(6 * MINUTE_MS);
    expect(await bench.events({ type: 'time.unsynced', state: 'open' })).toEqual([]);
  });

  it('comes with silence, also of what feeds it', async () => {
    for (let i = 0; i < 6; i += 1) await failure(i);
    await bench.detection.settle();
    await passes(20 * MINUTE_MS);
    await failure(7);
    await bench.detection.settle();
    await passes(20 * MINUTE_MS);
    expect(await bench.events({ type: 'auth.ssh_bruteforce', state: 'open' })).toHaveLength(1);
    await passes(20 * MINUTE_MS);
    expect(await bench.events({ type: 'auth.ssh_bruteforce', state: 'open' })).toEqual([]);
    expect(conditions()).toEqual(['auth.ssh_bruteforce active', 'auth.ssh_bruteforce normal']);
  });

  it('comes with a later event that says so', async () => {
    await bench.send('te/device/main///a/update_failed', { text: 'no space' });
    await bench.detection.settle();
    await bench.send('te/device/main///e/update_installed', { text: 'installed', transaction: '7' });
    await bench.detection.settle();
    expect(await bench.events({ type: 'update.failed', state: 'open' })).toEqual([]);
    expect(conditions()).toEqual(['update.failed active', 'update.failed normal']);
  });

  it('comes by a person where nothing else ends it; its alarm returned before', async () => {
    await bench.send('te/device/main///a/update_signature_invalid', { text: 'wrong key' });
    await bench.detection.settle();
    await passes(2 * MINUTE_MS);
    expect(conditions()).toEqual(['update.signature_invalid active', 'update.signature_invalid normal']);
    const [row] = await bench.events({ type: 'update.signature_invalid', state: 'open' });
    if (row === undefined) throw new Error('it ended by itself');
    await endByPerson(test.db, row.id, { by: 'kim', at: clock.now() });
    await bench.detection.settle();
    expect(await bench.events({ type: 'update.signature_invalid' })).toMatchObject([{ clearedBy: 'kim' }]);
    expect(await bench.events({ type: 'update.signature_invalid', state: 'open' })).toEqual([]);
  });

  it('of one row does not end an alarm that another row holds up', async () => {
    const flood = (port: number) =>
      bench.send('te/device/main///e/net_syn_flood', { text: `flood on ${port}`, dpt: port });
    await flood(22);
    await bench.detection.settle();
    await passes(4 * MINUTE_MS);
    await flood(443);
    await bench.detection.settle();
    await passes(2 * MINUTE_MS);
    expect(conditions()).not.toContain('net.syn_flood normal');
    await passes(5 * MINUTE_MS);
    expect(conditions().at(-1)).toBe('net.syn_flood normal');
  });
});

describe('what was stored on its way', () => {
  it('is written down and raises nothing, but a state that goes on does', async () => {
    // Fresh messages prove the gateway's clock first.
    await bench.send('te/device/main///m/env', { temperature: 20, time: isoTime(clock.now()) });
    const before = isoTime(clock.now() - DAY_MS / 2);
    await bench.send('te/device/main///e/ot_modbus_write', { text: 'old write', time: before });
    await bench.send('te/device/main///a/gw_firewall_disabled', { text: 'off', time: before });
    await bench.detection.settle();
    expect(conditions()).toEqual(['gw.firewall_disabled active']);
    expect(await bench.events({ type: 'ot.modbus_write' })).toMatchObject([{ historical: true }]);
    expect(bench.signals.map(({ type }) => type)).toEqual(['gw.firewall_disabled']);
  });
});

it('a report that cannot be taken goes to quarantine, and those around it are taken', async () => {
  await bench.stop();
  let isBroken = true;
  bench = await detectionBench(test.db, {
    sinks: {
      incidents: {
        correlate: async (_tx, signals) => {
          if (isBroken && signals.some(({ type }) => type === 'gw.config_changed')) throw new Error('broken');
        },
      },
    },
  });
  await bench.line('sshd', 'Failed password for root from 203.0.113.1 port 1 ssh2');
  await bench.send('te/device/main///e/gw_config_changed', { text: 'changed', config: 'x' });
  await bench.line('sshd', 'Failed password for root from 203.0.113.2 port 1 ssh2');
  await bench.detection.settle();
  isBroken = false;
  expect((await bench.events()).map(({ key }) => key).sort()).toEqual(['203.0.113.1', '203.0.113.2']);
  const { rows } = await test.db.client.query('select reason, topic from quarantine');
  expect(rows).toEqual([{ reason: 'internal-error', topic: 'te/device/main///event/gw_config_changed' }]);
});

it('runs by itself: woken by the journal, and by the clock when something has been quiet', async () => {
  const stop = new AbortController();
  const running = bench.detection.run(stop.signal);
  await bench.send('te/device/main///e/net_icmp_flood', { text: 'pings' });
  await expect.poll(() => bench.events({ type: 'net.icmp_flood' })).toHaveLength(1);
  for (let i = 0; i < 40; i += 1) await clock.advance(10 * SECOND_MS);
  await expect.poll(() => bench.events({ type: 'net.icmp_flood', state: 'open' })).toHaveLength(0);
  stop.abort();
  await running;
});
