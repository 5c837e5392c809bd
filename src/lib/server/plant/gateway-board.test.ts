import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../tests/support/fake-clock';
import { aDrive, aPlant, aSample } from '../../../../tests/support/telemetry-builders';
import { driveId, gatewayId, siteId, zoneId } from '../../domain/ids';
import { SECOND_MS } from '../../domain/time';
import { Bus } from '../bus';
import type { LinkObserver } from '../ingest/link-observer';
import { GatewayBoard } from './gateway-board';
import { LiveImage } from './live-image';

const GW = gatewayId.parse('gw-042');
const placed = {
  id: GW,
  site: siteId.parse('site-1'),
  zone: zoneId.parse('intake'),
  name: 'Gateway 42',
  model: undefined,
};
const plant = { ...aPlant([aDrive()]), gateways: [placed] };

let clock: FakeClock;
let bus: Bus;
let image: LiveImage;
let board: GatewayBoard;
let heard: string[];

beforeEach(() => {
  clock = new FakeClock();
  bus = new Bus();
  image = new LiveImage();
  image.setPlant(plant);
  const view = { current: () => plant, gateway: (id: string) => (id === GW ? placed : undefined) };
  board = new GatewayBoard({ image, plant: view, bus, clock });
  heard = [];
  bus.on(heard, 'gateway.connected', ({ gateway }) => heard.push(`${gateway} connected`));
  bus.on(heard, 'gateway.disconnected', ({ gateway, reason }) => heard.push(`${gateway} gone: ${reason}`));
});

const connect = () =>
  board.connected(GW, { address: '192.0.2.7', certificateNotAfter: 5e12, at: clock.now() });
const health = () => board.health(GW, clock.now());

describe('a gateway', () => {
  it('that was never heard of has no connection, and nothing about it is known', () => {
    expect(health()).toMatchObject({
      name: 'Gateway 42',
      link: 'never',
      since: null,
      lastHeardAt: null,
      clockOffsetMs: null,
      drivesLive: 0,
      drivesTotal: 1,
    });
  });

  it('is what brokers tell of: the board is their link observer', () => {
    const observer: LinkObserver = board;
    observer.connected(GW, { address: '::1', certificateNotAfter: undefined, at: clock.now() });
    expect(health().link).toBe('live');
  });

  it('is live from the moment it connects, and offline from the moment it goes, and says so once each', () => {
    connect();
    expect(health()).toMatchObject({ link: 'live', since: clock.now(), certificateNotAfter: 5e12 });
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: clock.now() }), aDrive());
    expect(health().drivesLive).toBe(1);
    board.disconnected(GW, { at: clock.now(), reason: 'keep-alive' });
    expect(health()).toMatchObject({ link: 'offline', drivesLive: 0 });
    expect(image.get(driveId.parse('pump-01'))).toMatchObject({
      freshness: 'lost',
      lostReason: 'gateway-offline',
    });
    expect(heard).toEqual(['gw-042 connected', 'gw-042 gone: keep-alive']);
    expect(board.takeChanges()).toEqual([
      expect.objectContaining({
        link: 'offline',
        reason: 'keep-alive',
        connectedAt: clock.now(),
        disconnectedAt: clock.now(),
      }),
    ]);
    expect(board.takeChanges()).toEqual([]);
  });

  it('is silent when its most talkative drive would be lost, and live again when it speaks', async () => {
    connect();
    await clock.advance(10 * SECOND_MS);
    board.sweep(clock.now());
    expect(health().link).toBe('live');
    await clock.advance(1);
    board.sweep(clock.now());
    expect(health()).toMatchObject({ link: 'silent', since: clock.now() });
    board.heard(GW, clock.now());
    expect(health().link).toBe('live');
  });

  it('that we do not read is held by our database: neither silent nor offline', async () => {
    connect();
    board.held(GW, { messages: 2_000, bytes: 3_000_000, paused: true });
    await clock.advance(60 * SECOND_MS);
    board.sweep(clock.now());
    expect(health()).toMatchObject({ link: 'held', heldMessages: 2_000, heldBytes: 3_000_000 });
    board.held(GW, { messages: 0, bytes: 0, paused: false });
    board.sweep(clock.now());
    expect(health()).toMatchObject({ link: 'live', heldMessages: 0 });
  });

  it('that is revoked is just that, until it is enrolled again', () => {
    connect();
    bus.emit('gateway.revoked', { gateway: GW, at: clock.now() });
    board.disconnected(GW, { at: clock.now(), reason: 'revoked' });
    expect(health().link).toBe('revoked');
    bus.emit('gateway.enrolled', { gateway: GW, at: clock.now() });
    expect(health().link).toBe('offline');
  });

  it('has the clock that its messages tell of', async () => {
    for (let i = 0; i < 20; i += 1) {
      board.observeClock(GW, clock.now() - 90_000, clock.now());
      await clock.advance(SECOND_MS);
    }
    expect(health().clockOffsetMs).toBe(-90_000);
    expect(health().clockUncertaintyMs).toBeGreaterThan(0);
    expect(board.clockOf(GW)).toMatchObject({ offsetMs: -90_000, epoch: 1 });
  });

  it('has a rate, that of the last seconds', async () => {
    connect();
    for (let i = 0; i < 60; i += 1) {
      board.messageArrived(GW, clock.now());
      await clock.advance(100);
    }
    expect(health().messagesPerSecond).toBe(10);
    await clock.advance(60 * SECOND_MS);
    expect(health().messagesPerSecond).toBe(0);
  });

  it('shows while its rate is limited', () => {
    connect();
    board.rateLimited(GW, true);
    expect(health().rateLimited).toBe(true);
  });
});

describe('the board', () => {
  it('takes over from the database who was there before, and whose connection ended with the server', () => {
    const now = clock.now();
    const other = gatewayId.parse('gw-1');
    const revoked = gatewayId.parse('gw-2');
    board.load(
      [
        { id: GW, revokedAt: null, lastConnectedAt: now - 5_000, lastDisconnectedAt: now - 9_000 },
        { id: other, revokedAt: null, lastConnectedAt: now - 9_000, lastDisconnectedAt: now - 5_000 },
        { id: revoked, revokedAt: now - 1_000, lastConnectedAt: null, lastDisconnectedAt: null },
      ],
      now,
    );
    expect(health()).toMatchObject({ link: 'offline', since: now });
    expect(board.health(other, now)).toMatchObject({ link: 'offline', since: now - 5_000 });
    expect(board.health(revoked, now)).toMatchObject({ link: 'revoked', since: now - 1_000 });
    expect(board.takeChanges()).toMatchObject([{ gateway: GW, link: 'offline', disconnectedAt: now }]);
  });

  it('lists the gateways of the plant, and one that is connected without being part of it', () => {
    const stranger = gatewayId.parse('gw-9');
    board.connected(stranger, { address: '::1', certificateNotAfter: undefined, at: clock.now() });
    expect(board.all(clock.now()).map((gateway) => [gateway.id, gateway.zone])).toEqual([
      [GW, 'intake'],
      [stranger, null],
    ]);
  });

  it('keeps the newest of several changes that wait, with all times that are still to be written', () => {
    connect();
    const changes = board.takeChanges();
    board.disconnected(GW, { at: clock.now() + 5, reason: 'gone' });
    board.returnChanges(changes);
    expect(board.takeChanges()).toMatchObject([
      { link: 'offline', connectedAt: clock.now(), disconnectedAt: clock.now() + 5 },
    ]);
  });
});
