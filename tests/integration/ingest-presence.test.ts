import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/server/log';
import { PresenceRecorder } from '../../src/lib/server/plant/presence-recorder';
import { PlantWatch } from '../../src/lib/server/plant/plant-watch';
import { readPresence } from '../../src/lib/server/storage/gateway-presence-store';
import { readStream } from '../../src/lib/server/storage/stream-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { GW_042 } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';
import { SMALL_PLANT } from '../support/plant-files';
import { until } from '../support/until';

let test: TestDatabase;
let clock: FakeClock;
let ingest: RunningIngest;
let recorder: PresenceRecorder;
let heads: number[];

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  ingest = await ingestSystem(test.db, { clock });
  const { board, bus, registry } = ingest;
  const log = createLogger('silent');
  recorder = new PresenceRecorder({ board, plant: registry, database: test.db, bus, clock, log });
  heads = [];
  bus.on(heads, 'stream.appended', ({ head }) => heads.push(head));
});
afterEach(async () => {
  await ingest.stop();
  await test.close();
});

const connect = () =>
  ingest.board.connected(GW_042, { address: '::1', certificateNotAfter: undefined, at: clock.now() });
const entries = async () => readStream(test.db, 0, 100);

describe('the presence of a gateway', () => {
  it('is told in the durable stream when it changes, and written down', async () => {
    connect();
    await recorder.record();
    await clock.advance(60_000);
    ingest.board.disconnected(GW_042, { at: clock.now(), reason: 'no answer for too long' });
    await recorder.record();
    await recorder.record();
    expect((await entries()).map((entry) => entry.body)).toEqual([
      {
        type: 'gateway.presence',
        gateway: GW_042,
        link: 'live',
        since: clock.now() - 60_000,
        reason: 'connected from ::1',
      },
      {
        type: 'gateway.presence',
        gateway: GW_042,
        link: 'offline',
        since: clock.now(),
        reason: 'no answer for too long',
      },
    ]);
    expect(heads).toEqual([1, 2]);
    expect(await readPresence(test.db)).toMatchObject([
      { id: GW_042, lastConnectedAt: clock.now() - 60_000, lastDisconnectedAt: clock.now() },
    ]);
  });

  it('of one that no plant file places is for administrators, else for those who may see its zone', async () => {
    connect();
    await recorder.record();
    expect(await entries()).toMatchObject([{ zone: null, site: null, audience: 'administrators' }]);
    const document = SMALL_PLANT;
    await test.db.transaction((tx) => ingest.registry.importFile(tx, document, 'administrator', clock.now()));
    await ingest.registry.load();
    const placed = ingest.registry.current().gateways.find((gateway) => gateway.id !== GW_042);
    if (placed === undefined) throw new Error('the small plant has no gateway');
    ingest.board.connected(placed.id, { address: '::1', certificateNotAfter: undefined, at: clock.now() });
    await recorder.record();
    expect((await entries()).at(-1)).toMatchObject({
      zone: placed.zone,
      site: placed.site,
      audience: 'everybody',
    });
  });

  it('that flaps between two rounds is told by its last state, and a takeover is no news', async () => {
    connect();
    ingest.board.disconnected(GW_042, { at: clock.now(), reason: 'gone' });
    connect();
    await recorder.record();
    connect();
    await recorder.record();
    expect((await entries()).map((entry) => entry.body)).toMatchObject([{ link: 'live' }]);
  });

  it('waits while the database is away, and is told as it is by then', async () => {
    let isAway = true;
    const database: typeof test.db = {
      ...test.db,
      transaction: (fn, options) =>
        isAway
          ? Promise.reject(Object.assign(new Error('connection lost'), { code: '40001' }))
          : test.db.transaction(fn, options),
    };
    const { board, bus, registry } = ingest;
    const careful = new PresenceRecorder({
      board,
      plant: registry,
      database,
      bus,
      clock,
      log: createLogger('silent'),
    });
    connect();
    expect(await careful.record()).toBe(false);
    ingest.board.disconnected(GW_042, { at: clock.now(), reason: 'gone' });
    expect(await careful.record()).toBe(false);
    isAway = false;
    expect(await careful.record()).toBe(true);
    expect((await entries()).map((entry) => entry.body)).toMatchObject([{ link: 'offline', reason: 'gone' }]);
    expect(await readPresence(test.db)).toMatchObject([{ lastConnectedAt: clock.now() }]);
  });

  it('and the age of values are judged four times a second, and written down soon after', async () => {
    const ending = new AbortController();
    const watch = new PlantWatch([ingest.image, ingest.board], clock).run(ending.signal);
    const recording = recorder.run(ending.signal);
    connect();
    await ingest.send('te/device/pump-01///m/x', { time: new Date(clock.now()).toISOString(), dc_link_v: 1 });
    for (let i = 0; i < 15; i += 1) await clock.advance(1_000);
    expect([...ingest.image.drives()].map((live) => live.freshness)).toEqual(['lost']);
    expect(ingest.board.health(GW_042, clock.now()).link).toBe('silent');
    await until(async () => {
      await clock.advance(200);
      return (await entries()).length === 2;
    });
    ending.abort();
    await Promise.all([watch, recording]);
    expect((await entries()).map((entry) => entry.body)).toMatchObject([
      { link: 'live' },
      { link: 'silent' },
    ]);
  });
});
