import { describe, expect, it } from 'vitest';
import { SECOND_MS } from '../lib/domain/time';
import { carryOut } from './control';
import { Fleet } from './fleet';
import { SimulatedGateway } from './gateway';
import { SimulatedDrive } from './physics/drive';
import type { DriveSpec } from './physics/drive-spec';
import { namePlate } from './physics/name-plate';

const START = Date.UTC(2026, 10, 21, 6);

const spec = (n: number): DriveSpec => ({
  id: `d-${n}`,
  entity: `device/d-${n}//`,
  name: `Drive ${n}`,
  family: 'vlt-fc-302',
  model: undefined,
  firmware: undefined,
  serial: undefined,
  plate: namePlate({ powerKw: 11 }),
  load: 'conveyor',
});

/** A fleet whose gateways never connect: what they have to say stays countable in their outboxes. */
function fleetOf(drives: number, intervalMs = SECOND_MS) {
  const gateway = new SimulatedGateway(
    {
      id: 'gw-1',
      name: 'Gateway 1',
      model: undefined,
      drives: Array.from({ length: drives }, (_, n) => new SimulatedDrive(spec(n), 1, START)),
      credentials: { certificate: '', key: '', ca: '' },
    },
    {
      link: {
        host: '127.0.0.1',
        port: 1,
        capacity: 100_000,
        inFlight: 10,
        reconnect: { firstMs: 1, longestMs: 1 },
        jitter: () => 0,
      },
      now: () => START,
      log: () => undefined,
    },
  );
  const fleet = new Fleet({
    gateways: [gateway],
    seed: 1,
    now: START,
    mishaps: false,
    intervalMs: () => intervalMs,
  });
  return { fleet, gateway };
}

describe('a fleet', () => {
  it('lets each drive report once a second, spread over the second', () => {
    const { fleet, gateway } = fleetOf(100);
    const perTick: number[] = [];
    for (let now = START; now < START + 10 * SECOND_MS; now += 20) {
      const before = gateway.backlog;
      fleet.tick(now + 20);
      perTick.push(gateway.backlog - before);
    }
    expect(gateway.backlog).toBeGreaterThanOrEqual(1000);
    expect(gateway.backlog).toBeLessThan(1020);
    expect(Math.max(...perTick)).toBeLessThan(6);
  });

  it('does nothing twice when it is called too often', () => {
    const { fleet, gateway } = fleetOf(10);
    for (let n = 0; n < 50; n++) fleet.tick(START + SECOND_MS);
    expect(gateway.backlog).toBe(10);
  });

  it('leaves out the rounds it was asleep for', () => {
    const { fleet, gateway } = fleetOf(10);
    fleet.tick(START + 60 * SECOND_MS);
    expect(gateway.backlog).toBe(10);
  });

  it('reads a slow drive at its own interval', () => {
    const { fleet, gateway } = fleetOf(1, 5 * SECOND_MS);
    for (let now = START; now < START + 20 * SECOND_MS; now += 20) fleet.tick(now + 20);
    expect(gateway.backlog).toBe(4);
  });
});

describe('commands to the simulated plant', () => {
  it('trip a drive, and reset it as somebody at the drive would', () => {
    const { fleet } = fleetOf(2);
    expect(carryOut(fleet, { command: 'trip', target: 'd-1', value: 'overcurrent' })).toMatchObject({
      ok: true,
    });
    expect(carryOut(fleet, { command: 'status' })).toMatchObject({
      text: expect.stringContaining('d-1  tripped: Overcurrent'),
    });
    expect(carryOut(fleet, { command: 'reset', target: 'd-1' })).toMatchObject({ ok: true });
    expect(carryOut(fleet, { command: 'status' })).not.toMatchObject({
      text: expect.stringContaining('d-1'),
    });
  });

  it('refuse a reset while the safety circuit is open', () => {
    const { fleet } = fleetOf(1);
    carryOut(fleet, { command: 'sto', target: 'd-0' });
    expect(carryOut(fleet, { command: 'reset', target: 'd-0' })).toMatchObject({ ok: false });
  });

  it('say plainly what is wrong with them', () => {
    const { fleet } = fleetOf(1);
    expect(carryOut(fleet, { command: 'trip', target: 'nowhere' })).toEqual({
      ok: false,
      error: 'There is no simulated drive nowhere. There are: d-0.',
    });
    expect(carryOut(fleet, { command: 'trip', target: 'd-0', value: 'meteor' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('value'),
    });
    for (const junk of [null, 7, [], {}, { command: 'rm' }, { command: 'status', extra: 1 }]) {
      expect(carryOut(fleet, junk)).toMatchObject({ ok: false });
    }
  });

  it('set a gateway clock off', () => {
    const { fleet, gateway } = fleetOf(1);
    expect(carryOut(fleet, { command: 'clock-skew', target: 'gw-1', value: '-90' })).toMatchObject({
      ok: true,
    });
    expect(gateway.clockOffsetMs).toBe(-90_000);
    expect(carryOut(fleet, { command: 'clock-skew', target: 'gw-1', value: 'soon' })).toMatchObject({
      ok: false,
    });
  });
});
