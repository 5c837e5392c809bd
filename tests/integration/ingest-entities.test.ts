import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveId } from '../../src/lib/domain/ids';
import { MINUTE_MS, SECOND_MS } from '../../src/lib/domain/time';
import { readEntities } from '../../src/lib/server/storage/entity-store';
import { readStates } from '../../src/lib/server/storage/entity-state-store';
import { readEvents } from '../../src/lib/server/storage/gateway-event-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { GW_042, isoTime } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';

let test: TestDatabase;
let clock: FakeClock;
let ingest: RunningIngest;

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  ingest = await ingestSystem(test.db, { clock, limits: { eventsPerMinute: 20 } });
});
afterEach(async () => {
  await ingest.stop();
  await test.close();
});

const entities = async () =>
  (await readEntities(test.db)).map((row) => [row.topicId, row.kind, row.registered]);
const alarms = () => readStates(test.db, { gateway: GW_042, channels: ['alarm'] });
const events = () => readEvents(test.db, { gateway: GW_042, limit: 100 });
const ALARM = 'te/device/pump-01///a/hot';

describe('entities', () => {
  it('are kept from their first word on, and as they register, whatever comes first', async () => {
    await ingest.send('te/device/pump-01///e/started', { text: 'started' });
    expect(await entities()).toEqual([['device/pump-01//', 'child-device', false]]);
    await ingest.send('te/device/pump-01//', {
      '@type': 'child-device',
      '@id': 'x',
      name: 'P',
      place: 'hall 3',
    });
    await ingest.send('te/device/pump-01///e/started', { text: 'started again' });
    expect(await readEntities(test.db, GW_042)).toMatchObject([
      {
        registered: true,
        name: 'P',
        externalId: 'x',
        parent: 'device/main//',
        attributes: { place: 'hall 3' },
      },
    ]);
  });

  it('that are deregistered take their descendants and all states along, even when parents run in a circle', async () => {
    await ingest.send('te/device/line//', { '@parent': 'device/motor//' });
    await ingest.send('te/device/motor//', { '@parent': 'device/line//' });
    await ingest.send('te/device/motor/service/poller', { '@type': 'service' });
    await ingest.send('te/device/motor/service/poller/status/health', { status: 'up' });
    await ingest.send('te/device/other//', { '@type': 'child-device' });
    await ingest.send('te/device/line//', '', { retain: true });
    expect(await entities()).toEqual([['device/other//', 'child-device', true]]);
    expect(await readStates(test.db, { gateway: GW_042 })).toEqual([]);
    await ingest.send('te/device/line//', { name: 'back' });
    expect(await entities()).toEqual([
      ['device/line//', 'child-device', true],
      ['device/other//', 'child-device', true],
    ]);
  });

  it('and their units are known again after a restart', async () => {
    await ingest.send('te/device/pump-01///m/drive/meta', { flow: { unit: 'm³/h' } });
    await ingest.stop();
    ingest = await ingestSystem(test.db, { clock });
    await ingest.send('te/device/pump-01///m/drive', { time: isoTime(clock.now()), flow: 3 });
    const live = ingest.image.get(driveId.parse('gw-042:pump-01'));
    expect(live?.extras.get('flow')).toMatchObject({ value: 3, unit: 'm³/h' });
    expect(await entities()).toEqual([['device/pump-01//', 'child-device', false]]);
  });
});

describe('an alarm', () => {
  it('that is announced again, retained or not, is the same alarm since the same moment', async () => {
    const began = clock.now();
    await ingest.send(ALARM, { text: 'hot', severity: 'minor', time: isoTime(began) });
    await clock.advance(MINUTE_MS);
    await ingest.send(ALARM, { text: 'hot', severity: 'minor', time: isoTime(began) }, { retain: true });
    await ingest.send(ALARM, { text: 'hotter', severity: 'critical', time: isoTime(clock.now()) });
    expect(await alarms()).toMatchObject([
      { name: 'hot', status: 'critical', since: began, repeats: 2, receivedAt: clock.now() },
    ]);
  });

  it('ends with an empty message, and begins anew after that', async () => {
    await ingest.send(ALARM, { text: 'hot' });
    await ingest.send(ALARM, '', { retain: false });
    expect(await alarms()).toEqual([]);
    await clock.advance(SECOND_MS);
    await ingest.send(ALARM, { text: 'hot' });
    expect(await alarms()).toMatchObject([{ since: clock.now(), repeats: 0 }]);
  });

  it('raised, cleared and raised again within one batch is raised', async () => {
    await Promise.all([
      ingest.send(ALARM, { text: 'hot' }),
      ingest.send(ALARM, ''),
      ingest.send(ALARM, { text: 'hot again' }),
      ingest.send('te/device/pump-01///a/wet', { text: 'wet' }),
      ingest.send('te/device/pump-01///a/wet', ''),
    ]);
    expect(await alarms()).toMatchObject([{ name: 'hot', body: { text: 'hot again' } }]);
  });

  it('that is not announced again after a reconnect becomes unconfirmed, until it is', async () => {
    await ingest.send(ALARM, { text: 'hot' });
    await ingest.send('te/device/pump-01///a/wet', { text: 'wet' });
    await clock.advance(SECOND_MS);
    ingest.board.connected(GW_042, { address: '::1', certificateNotAfter: undefined, at: clock.now() });
    await clock.advance(SECOND_MS);
    await ingest.send('te/device/pump-01///a/wet', { text: 'wet' }, { retain: true });
    const unconfirmed = async () =>
      (await alarms()).filter((alarm) => alarm.unconfirmedSince !== null).map((alarm) => alarm.name);
    await clock.advance(4 * MINUTE_MS);
    expect(await unconfirmed()).toEqual([]);
    const later = async () => {
      await clock.advance(20 * SECOND_MS);
      return unconfirmed();
    };
    await expect.poll(later).toEqual(['hot']);
    await ingest.send(ALARM, { text: 'hot' });
    expect(await unconfirmed()).toEqual([]);
  });
});

describe('other states', () => {
  it('keep their beginning as long as they say the same', async () => {
    const health = 'te/device/main/service/agent/status/health';
    const began = clock.now();
    await ingest.send(health, { status: 'up', pid: 1, time: began / 1_000 });
    await clock.advance(MINUTE_MS);
    await ingest.send(health, { status: 'up', pid: 1, time: clock.now() / 1_000 });
    const states = () => readStates(test.db, { gateway: GW_042, channels: ['health'] });
    expect(await states()).toMatchObject([{ status: 'up', since: began, repeats: 1 }]);
    await ingest.send(health, { status: 'down' });
    expect(await states()).toMatchObject([{ status: 'down', since: clock.now(), repeats: 0 }]);
  });

  it('of commands remember that one was taken back, which is not that it stopped', async () => {
    const command = 'te/device/main///cmd/firmware_update/job-1';
    await ingest.send(command, { status: 'executing', name: 'x' });
    await ingest.send(command, '');
    const { rows } = await test.db.client.query(
      `select status, cleared_at is not null as is_cleared from entity_state where channel = 'command'`,
    );
    expect(rows).toEqual([{ status: 'running', is_cleared: true }]);
  });

  it('hold whatever text they hold, in every script, and markup and SQL as text', async () => {
    const text = `Robert'); drop table entity_state; -- <img src=x onerror=alert(1)> 温度 \u0000 \ud800`;
    await ingest.send('te/device/main///twin/note', JSON.stringify({ text, deep: { __proto__: 1 } }));
    const [state] = await readStates(test.db, { channels: ['twin'] });
    expect(state?.body).toMatchObject({ text: text.replace('\u0000', '\uFFFD').replace('\ud800', '\uFFFD') });
  });
});

describe('events', () => {
  it('are kept once: by their time, or within some minutes when they state none', async () => {
    const timed = { text: 'in', time: isoTime(clock.now()) };
    await ingest.send('te/device/main///e/login', timed);
    await ingest.send('te/device/main///e/login', { text: 'untimed' });
    await clock.advance(6 * MINUTE_MS);
    await ingest.send('te/device/main///e/login', timed, { dup: true });
    await ingest.send('te/device/main///e/login', { text: 'untimed' }, { dup: true });
    expect((await events()).map((event) => event.text)).toEqual(['untimed', 'in']);
    await clock.advance(10 * MINUTE_MS);
    await ingest.send('te/device/main///e/login', { text: 'untimed' });
    expect(await events()).toHaveLength(3);
  });

  it('include what a mapper says of its own errors', async () => {
    await ingest.send('te/errors', 'Invalid JSON: EOF');
    expect(await events()).toMatchObject([{ type: 'gw.diagnostic', text: 'Invalid JSON: EOF' }]);
  });

  it('in a storm are counted in one record per minute, with a few samples', async () => {
    const storm = (n: number) =>
      Promise.all(
        Array.from({ length: n }, (_, i) => ingest.send('te/device/main///e/scan', { text: `${i} ${n}` })),
      );
    await storm(60);
    await storm(61);
    const [record, ...kept] = (await events()).sort((a, b) =>
      a.type === 'storm' ? -1 : b.type === 'storm' ? 1 : 0,
    );
    expect(record).toMatchObject({ type: 'storm', body: { count: 101, samples: [{}, {}, {}] } });
    expect(kept).toHaveLength(20);
  });
});
