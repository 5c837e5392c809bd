import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../tests/support/fake-clock';
import { aMessage, GW_042, isoTime, MemoryRegistry } from '../../../../tests/support/ingest-builders';
import { aDrive, aPlant, PUMP_1 } from '../../../../tests/support/telemetry-builders';
import { DomainError } from '../../domain/errors';
import { driveId, type DriveKey } from '../../domain/ids';
import { ClockOffset } from '../../domain/telemetry/clock-offset';
import { QUALITIES } from '../../domain/telemetry/quality';
import { namedValues, signalValues } from '../../domain/telemetry/signal-values';
import { SIGNAL_INDEX } from '../../domain/telemetry/signals';
import { MINUTE_MS, SECOND_MS } from '../../domain/time';
import { createLogger } from '../log';
import { LiveImage } from '../plant/live-image';
import { EntityDirectory } from './entity-directory';
import { EventKeeper } from './event-keeper';
import type { InboundMessage } from './inbound-message';
import { NO_METRICS, type IngestMetrics } from './ingest-metrics';
import type { JournalEntry } from './journal-entry';
import { Ingest } from './pipeline';
import { PlaceFinder } from './place-finder';
import { StateBudget } from './state-budget';
import { StateKeeper } from './state-keeper';
import { StormGuard } from './storm-guard';

const PUMP_M = 'te/device/pump-01///m/drive';
const GATEWAY_KEY = 900;

function setUp(limits: { entities?: number; states?: number } = {}) {
  const clock = new FakeClock();
  const image = new LiveImage();
  image.setPlant(aPlant([aDrive()]));
  const registry = new MemoryRegistry([aDrive()]);
  const offset = new ClockOffset();
  const entities = new EntityDirectory(limits.entities);
  const places = new PlaceFinder({
    registry,
    readGatewayKey: (id) => Promise.resolve(id === GW_042 ? GATEWAY_KEY : undefined),
    clock,
    log: createLogger('silent'),
  });
  const entries: JournalEntry[] = [];
  const counts = new Map<string, number>();
  const count = (what: string, n = 1) => void counts.set(what, (counts.get(what) ?? 0) + n);
  const metrics: IngestMetrics = {
    ...NO_METRICS,
    rejected: (reason) => count(reason),
    historical: () => count('historical'),
    fieldsRejected: (n) => count('fields', n),
  };
  const ingest = new Ingest({
    append: (_message: InboundMessage, added) => Promise.resolve(void entries.push(...added)),
    image,
    gateways: {
      messageArrived: () => {},
      observeClock: (_, source, received) => offset.observe(source, received),
      clockOf: () => offset.reading(),
    },
    places,
    entities,
    states: new StateKeeper({ entities, budget: new StateBudget(limits.states), places, image }),
    events: new EventKeeper(new StormGuard(3), new StormGuard(100)),
    log: createLogger('silent'),
    metrics,
  });
  const send = (topic: string, payload: unknown, facts: Partial<InboundMessage> = {}) =>
    ingest.accept(aMessage(topic, payload, { receivedAt: clock.now(), ...facts }));
  const rows = () => entries.flatMap((entry) => (entry.kind === 'sample' ? [entry] : []));
  const kinds = () => entries.map((entry) => entry.kind);
  const shown = (id = 'pump-01') => image.get(driveId.parse(id));
  return { clock, image, registry, entities, entries, counts, send, rows, kinds, shown };
}

let plant: ReturnType<typeof setUp>;
beforeEach(() => {
  plant = setUp();
});

describe('a measurement', () => {
  it('is in the live image before it is in the journal', async () => {
    const { clock, send, rows, shown } = plant;
    const accepted = send(PUMP_M, { time: isoTime(clock.now()), dc_link_v: 556, flow: 12 });
    expect(shown()?.values[SIGNAL_INDEX.dc_link_v]).toBe(556);
    await accepted;
    expect(rows()).toEqual([
      {
        kind: 'sample',
        driveKey: 1,
        sourceMs: clock.now(),
        receivedMs: clock.now(),
        quality: QUALITIES.indexOf('good'),
        historical: false,
        values: signalValues({ dc_link_v: 556 }),
        extras: new Map([['flow', 12]]),
      },
    ]);
  });

  it.each([
    ['none', undefined],
    ['one in 1969', '1969-07-20T20:17:40Z'],
    ['one in 2099', '2099-01-01T00:00:00Z'],
    ['one that an unset clock tells', 90],
  ])(
    'with a time that cannot be believed (%s) is kept with its receive time, as uncertain',
    async (_, time) => {
      const { clock, send, rows, shown } = plant;
      await send(PUMP_M, { time, dc_link_v: 556 });
      expect(rows()).toMatchObject([
        { sourceMs: clock.now(), quality: QUALITIES.indexOf('uncertain'), historical: false },
      ]);
      expect(shown()?.quality[SIGNAL_INDEX.dc_link_v]).toBe(QUALITIES.indexOf('uncertain'));
      expect(shown()?.moments.sourceTime(SIGNAL_INDEX.dc_link_v)).toBeNaN();
    },
  );

  it('without a device time is never taken for the one before it', async () => {
    const { clock, send, rows } = plant;
    await send(PUMP_M, { dc_link_v: 1 });
    await send(PUMP_M, { dc_link_v: 2 });
    expect(rows().map((row) => row.sourceMs)).toEqual([clock.now(), clock.now() + 1]);
  });

  it('that is retained and has no time is a copy of unknown age: kept, never live', async () => {
    const { send, rows, shown } = plant;
    await send(PUMP_M, { dc_link_v: 556 }, { retain: true });
    expect(rows()).toMatchObject([{ historical: true }]);
    expect(shown()?.freshness).toBe('never');
  });

  it('of fields that are all no values is quarantined: nothing is dropped in silence', async () => {
    const { send, entries } = plant;
    await send(PUMP_M, { temperature: '25.3' });
    expect(entries).toMatchObject([
      { kind: 'quarantined', message: { reason: 'no-values', detail: 'No field is a number: temperature.' } },
    ]);
  });

  it('of the gateway itself is kept under its own key, of a service under the name of that', async () => {
    const { send, rows } = plant;
    await send('te/device/main///m/env', { temperature: 25, dc_link_v: 24 });
    await send('te/device/main/service/collector/m/load', { cpu: { user: 3 } });
    expect(rows().map((row) => [row.driveKey, namedValues(row.values).length, [...row.extras]])).toEqual([
      [
        GATEWAY_KEY,
        0,
        [
          ['dc_link_v', 24],
          ['temperature', 25],
        ],
      ],
      [GATEWAY_KEY, 0, [['service/collector.cpu.user', 3]]],
    ]);
  });

  it('of a device that invents ever new names is kept as far as there is room for names', async () => {
    const { send, rows } = plant;
    for (let i = 0; i < 5; i += 1) {
      await send(PUMP_M, Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`x${i}_${n}`, n])));
    }
    expect(rows().reduce((sum, row) => sum + row.extras.size, 0)).toBe(256);
  });
});

describe('ten minutes offline, and then the backlog', () => {
  it('fills the history, and nothing of it is live', async () => {
    const { clock, send, rows, shown, image, counts } = plant;
    for (let i = 0; i < 60; i += 1) {
      await send(PUMP_M, { time: isoTime(clock.now() - 30), dc_link_v: 500 });
      await clock.advance(SECOND_MS);
    }
    const wentAt = clock.now();
    image.setGatewayOffline(GW_042, true, wentAt);
    await clock.advance(10 * MINUTE_MS);
    image.setGatewayOffline(GW_042, false, clock.now());
    image.sweep(clock.now());
    const { revision } = image;
    const stale = 3 * SECOND_MS;
    for (let made = wentAt; made < clock.now() - stale; made += SECOND_MS) {
      await send(PUMP_M, { time: isoTime(made), dc_link_v: 600 });
      await clock.advance(2);
    }
    expect(image.revision).toBe(revision);
    expect(shown()).toMatchObject({ freshness: 'lost' });
    expect(shown()?.values[SIGNAL_INDEX.dc_link_v]).toBe(500);
    const replayed = rows().slice(60);
    expect(replayed.length).toBeGreaterThan(590);
    expect(replayed.every((row) => row.historical)).toBe(true);
    expect(counts.get('historical')).toBe(replayed.length);
    await send(PUMP_M, { time: isoTime(clock.now() - 30), dc_link_v: 550 });
    expect(shown()).toMatchObject({ freshness: 'live' });
    expect(shown()?.values[SIGNAL_INDEX.dc_link_v]).toBe(550);
    expect(rows().at(-1)?.historical).toBe(false);
  });

  it('is told apart by the clock of the gateway, not by ours', async () => {
    const { clock, send, rows, shown } = plant;
    const skewed = (at: number) => isoTime(at - 5 * MINUTE_MS);
    for (let i = 0; i < 30; i += 1) {
      await send(PUMP_M, { time: skewed(clock.now()), dc_link_v: 500 + i });
      await clock.advance(SECOND_MS);
    }
    expect(shown()).toMatchObject({ freshness: 'live' });
    expect(rows().at(-1)).toMatchObject({ historical: false });
    await clock.advance(10 * MINUTE_MS);
    await send(PUMP_M, { time: skewed(clock.now() - 5 * MINUTE_MS), dc_link_v: 1 });
    expect(rows().at(-1)).toMatchObject({ historical: true });
  });
});

describe('a device that no plant file names', () => {
  const NEW = 'te/device/fan-7///m/drive';

  it('becomes a drive with its first measurement, which is kept', async () => {
    const { clock, send, kinds, rows, shown, registry } = plant;
    await send(NEW, { time: isoTime(clock.now()), dc_link_v: 540 });
    expect(kinds()).toEqual(['entity', 'sample']);
    expect(rows()).toMatchObject([{ driveKey: 2, historical: false }]);
    expect(shown('d2')?.values[SIGNAL_INDEX.dc_link_v]).toBe(540);
    expect(registry.hints).toHaveLength(1);
  });

  it('is asked for once, however many of its messages wait, and they keep their order', async () => {
    const { clock, send, rows, registry } = plant;
    const messages = [1, 2, 3].map((v) => send(NEW, { time: isoTime(clock.now() + v), dc_link_v: v }));
    await Promise.all(messages);
    expect(registry.hints).toHaveLength(1);
    expect(rows().map((row) => row.values[SIGNAL_INDEX.dc_link_v])).toEqual([1, 2, 3]);
  });

  it('waits while the database is away, and is not accepted before', async () => {
    const { clock, send, rows, registry } = plant;
    registry.failures = [new DomainError('database.unavailable'), new DomainError('database.unavailable')];
    let isAccepted = false;
    const accepted = send(NEW, { dc_link_v: 1 }).then(() => (isAccepted = true));
    for (let i = 0; i < 9; i += 1) await clock.advance(100);
    expect(isAccepted).toBe(false);
    for (let i = 0; i < 3; i += 1) await clock.advance(100);
    await accepted;
    expect(rows()).toHaveLength(1);
  });

  it('that cannot be given a place has its messages quarantined', async () => {
    const { send, entries, registry, counts } = plant;
    registry.failures = [new Error('no room')];
    await send(NEW, { dc_link_v: 1 });
    expect(entries).toMatchObject([{ kind: 'quarantined', message: { reason: 'unplaceable' } }]);
    expect(counts.get('unplaceable')).toBe(1);
  });

  it('is a drive already when it registers as one of a known family, and better known by its twin', async () => {
    const { send, registry } = plant;
    await send('te/device/fan-7//', { '@type': 'child-device', name: 'Fan 7', type: 'VLT FC 102' });
    await send('te/device/fan-7///twin/drive', {
      family: 'VLT',
      model: 'FC 102',
      serial: 'S1',
      rated_kw: 7.5,
    });
    await new Promise(setImmediate);
    expect(registry.hints).toMatchObject([
      { name: 'Fan 7', model: 'VLT FC 102' },
      { name: 'Fan 7', model: 'FC 102', serial: 'S1', rated: { powerKw: 7.5 } },
    ]);
  });

  it('is no drive as long as it registers as something else and measures nothing', async () => {
    const { send, registry, kinds } = plant;
    await send('te/device/door//', { '@type': 'child-device', type: 'door contact' });
    await send('te/device/door///twin/place', '"hall 3"');
    expect(registry.hints).toEqual([]);
    expect(kinds()).toEqual(['entity', 'state']);
  });
});

describe('what a drive of the plant file says of itself', () => {
  it('never changes it', async () => {
    const { send, registry } = plant;
    await send('te/device/pump-01///twin/drive', { family: 'VACON NX' });
    await new Promise(setImmediate);
    expect(registry.hints).toEqual([]);
  });

  it('gives units to its signals outside the canon', async () => {
    const { clock, send, shown } = plant;
    await send(PUMP_M, { time: isoTime(clock.now()), flow: 12 });
    await send('te/device/pump-01///m/drive/meta', { flow: { unit: 'm³/h' }, odd: { unit: 7 }, '': null });
    expect(shown()?.extras.get('flow')?.unit).toBe('m³/h');
    await send('te/device/pump-01///m/drive/meta', '');
    expect(shown()?.extras.get('flow')?.unit).toBe('');
  });
});

describe('entities and states', () => {
  it('an entity that speaks before it registers is kept as such, once', async () => {
    const { send, entries } = plant;
    await send('te/device/pump-01///a/hot', { text: 'hot', severity: 'major' });
    await send('te/device/pump-01///a/hot', { text: 'hot', severity: 'major' });
    expect(entries).toMatchObject([
      { kind: 'entity', entity: { topicId: PUMP_1, registered: false, parent: 'device/main//' } },
      { kind: 'state', state: { channel: 'alarm', name: 'hot', status: 'major' } },
      { kind: 'state' },
    ]);
  });

  it('a state has a device time only when that may be believed', async () => {
    const { clock, send, entries } = plant;
    const health = 'te/device/main/service/agent/status/health';
    await send(health, { status: 'up', time: clock.now() / 1_000 });
    await send(health, { status: 'up', time: 0 });
    expect(entries.flatMap((e) => (e.kind === 'state' ? [e.state.sourceTime] : []))).toEqual([
      clock.now(),
      undefined,
    ]);
  });

  it('deregistering takes an entity and all below it, but never the gateway itself', async () => {
    const { send, entries, entities } = plant;
    await send('te/device/line//', { '@type': 'child-device' });
    await send('te/device/line/service/poller', { '@type': 'service' });
    await send('te/device/line//', '');
    expect(entries.at(-1)).toMatchObject({ kind: 'entity-removed', gone: { topicId: 'device/line//' } });
    expect(entities.meet(GW_042, 'device/line/service/poller' as typeof PUMP_1)).toBe('new');
    const before = entries.length;
    await send('te/device/main//', '', { retain: true });
    expect(entries).toHaveLength(before);
  });

  it('a gateway that announces too many devices or states has the rest quarantined; its drives go on', async () => {
    plant = setUp({ entities: 3, states: 2 });
    const { clock, send, counts, rows } = plant;
    for (let i = 0; i < 5; i += 1) await send(`te/device/d${i}//`, { '@type': 'child-device' });
    expect(counts.get('too-many-entities')).toBe(2);
    for (let i = 0; i < 5; i += 1) await send(`te/device/d0///twin/k${i}`, i);
    expect(counts.get('too-many-states')).toBe(3);
    await send(PUMP_M, { time: isoTime(clock.now()), dc_link_v: 556 });
    expect(rows()).toMatchObject([{ driveKey: 1 }]);
  });
});

describe('events', () => {
  it('have one mark for the same event, and others for others', async () => {
    const { clock, send, entries } = plant;
    const time = isoTime(clock.now());
    await send('te/device/main///e/login', { text: 'in', time });
    await send('te/device/main///e/login', { text: 'in', time }, { dup: true, retain: true });
    await send('te/device/main///e/login', { text: 'out', time });
    const digests = entries.flatMap((e) => (e.kind === 'event' ? [e.event.digest] : []));
    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  it('beyond a number per minute are counted as a storm, and states are not', async () => {
    const { clock, send, kinds } = plant;
    for (let i = 0; i < 5; i += 1)
      await send('te/device/main///e/scan', { text: `${i}`, time: isoTime(clock.now()) });
    await send('te/device/main///a/scan', { text: 'x' });
    expect(kinds()).toEqual(['entity', 'event', 'event', 'event', 'storm', 'storm', 'state']);
  });

  it('that were stored on their way are marked', async () => {
    const { clock, send, entries } = plant;
    await send('te/device/main///e/login', { text: 'in', time: isoTime(clock.now() - 2 * MINUTE_MS) });
    expect(entries.at(-1)).toMatchObject({ kind: 'event', event: { historical: true } });
  });
});

describe('what cannot be used', () => {
  it.each([
    ['te/device/pump-01///m/drive', '{"temperature":NaN}', 'not-json'],
    ['collectd/x', '1', 'foreign-topic'],
    ['', '', 'foreign-topic'],
  ])('%j %j is quarantined with its reason and hash, and accepted', async (topic, payload, reason) => {
    const { send, entries, counts } = plant;
    await send(topic, payload);
    expect(entries).toMatchObject([
      { kind: 'quarantined', message: { reason, topic, size: payload.length } },
    ]);
    expect(counts).toEqual(new Map([[reason, 1]]));
  });

  it('because it was too large has the hash and size of the whole', async () => {
    const { send, entries } = plant;
    const cut = { size: 1_048_576, sha256: 'ab'.repeat(32) };
    await send(PUMP_M, 'x'.repeat(5_000), { cut });
    expect(entries).toMatchObject([{ kind: 'quarantined', message: { reason: 'too-large', ...cut } }]);
    const [entry] = entries;
    expect(entry?.kind === 'quarantined' && entry.message.head.length).toBe(1_024);
  });

  it('because our own program stumbles over it costs no other message', async () => {
    const { clock, image, send, entries, rows } = plant;
    const apply = image.apply.bind(image);
    image.apply = () => {
      throw new TypeError('a mistake of ours');
    };
    await send(PUMP_M, { time: isoTime(clock.now()), dc_link_v: 1 });
    image.apply = apply;
    await send(PUMP_M, { time: isoTime(clock.now() + 1), dc_link_v: 2 });
    expect(entries).toMatchObject([{ kind: 'quarantined', message: { reason: 'internal-error' } }, {}]);
    expect(rows()).toHaveLength(1);
  });

  it('because there is nothing in it needs no keeping', async () => {
    const { send, entries } = plant;
    await send(PUMP_M, '');
    await send('te/device/main/service/agent/cmd/health/check', '{}');
    expect(entries).toEqual([]);
  });
});

it('a simulated drive has its samples marked as such', async () => {
  const drive = aDrive({ simulated: true, key: 1 as DriveKey });
  const { clock, image, registry, send, rows } = plant;
  image.setPlant(aPlant([drive]));
  Object.assign(registry.driveByEntity(GW_042, PUMP_1) ?? {}, { simulated: true });
  await send(PUMP_M, { time: isoTime(clock.now()), dc_link_v: 556 });
  expect(rows()).toMatchObject([{ quality: QUALITIES.indexOf('simulated') }]);
});
