import { describe, expect, it } from 'vitest';
import { FAMILIES, type Family } from '../lib/domain/plant/families';
import { isSignalKey } from '../lib/domain/telemetry/signals';
import { SECOND_MS } from '../lib/domain/time';
import { DriveReporter } from './drive-reporter';
import type { Message } from './outbox';
import { SimulatedDrive } from './physics/drive';
import type { LoadKind } from './physics/load';
import { namePlate } from './physics/name-plate';
import { Topics } from './topics';

const START = Date.UTC(2026, 10, 21, 6);

function reporter(family: Family = 'vlt-fc-202', load: LoadKind = 'conveyor') {
  const drive = new SimulatedDrive(
    {
      id: 'p-101',
      entity: 'device/p-101//',
      name: 'Feed pump',
      family,
      model: undefined,
      firmware: '3.30',
      serial: '0001',
      plate: namePlate({ powerKw: 7.5 }),
      load,
    },
    5,
    START,
  );
  drive.setDemand(true);
  const told = new DriveReporter(drive, new Topics('gw-1'));
  let now = START;
  const next = (): Message[] => {
    now += SECOND_MS;
    drive.step(now);
    const said: Message[] = [];
    told.report(new Date(now).toISOString(), (message) => said.push(message));
    return said;
  };
  for (let n = 0; n < 30; n++) next();
  return { drive, told, next };
}

const to = (messages: readonly Message[], ending: string) =>
  messages.filter(({ topic }) => topic.endsWith(ending));

describe('what a gateway says of a drive', () => {
  it.each(FAMILIES)('is one flat measurement of finite numbers with its time (%s)', (family) => {
    const [message, ...rest] = reporter(family).next();
    expect(rest).toEqual([]);
    expect(message?.topic).toBe('gw/gw-1/up/te/device/p-101///m/drive');
    expect(message?.retain).toBe(false);
    const { time, ...values } = JSON.parse(message?.payload ?? '') as Record<string, unknown>;
    expect(time).toBe(new Date(START + 31 * SECOND_MS).toISOString());
    expect(Object.values(values).every((value) => typeof value === 'number' && Number.isFinite(value))).toBe(
      true,
    );
    expect(Object.keys(values).every(isSignalKey)).toBe(true);
    expect(Object.keys(values).length).toBeGreaterThanOrEqual(5);
  });

  it('of a pump is also what it moves, with units in the meta', () => {
    const { told, next } = reporter('vlt-fc-202', 'pump');
    expect(JSON.parse(next()[0]?.payload ?? '')).toMatchObject({
      flow_m3h: expect.any(Number),
      head_m: expect.any(Number),
    });
    const [meta] = to(told.announce('gw-1'), 'm/drive/meta');
    expect(JSON.parse(meta?.payload ?? '')).toMatchObject({
      flow_m3h: { unit: 'm³/h' },
      dc_link_v: { unit: 'V' },
    });
  });

  it('is registered as simulated, with its name plate', () => {
    const messages = reporter().told.announce('gw-1');
    expect(messages.every(({ retain }) => retain)).toBe(true);
    expect(JSON.parse(messages[0]?.payload ?? '')).toMatchObject({
      '@type': 'child-device',
      '@id': 'gw-1:p-101',
      '@parent': 'device/main//',
      simulated: true,
    });
    expect(messages[0]?.topic).toBe('gw/gw-1/up/te/device/p-101//');
  });

  it('raises an alarm once on a trip, says it again after a reconnect, and clears it with nothing after the reset', () => {
    const { drive, told, next } = reporter();
    drive.trip('overcurrent');
    const raised = next();
    const [alarm] = to(raised, '/a/ot_drive_fault');
    expect(JSON.parse(alarm?.payload ?? '')).toMatchObject({
      severity: 'critical',
      fault_code: 13,
      fault_class: 5,
    });
    expect(alarm?.retain).toBe(false);
    expect(to(raised, '/e/drive_stopped')).toHaveLength(1);
    expect(to(next(), '/a/ot_drive_fault')).toHaveLength(0);
    expect(to(told.announce('gw-1'), '/a/ot_drive_fault')).toEqual([{ ...alarm, retain: true }]);
    drive.reset();
    expect(to(next(), '/a/ot_drive_fault')).toEqual([{ ...alarm, payload: '' }]);
    expect(to(told.announce('gw-1'), '/a/ot_drive_fault')).toHaveLength(0);
  });

  it('tells safe torque off from a fault: the safe state has an alarm of its own', () => {
    const { drive, next } = reporter();
    drive.setSto(true);
    const said = next();
    expect(to(said, '/a/ot_drive_sto_active')).toHaveLength(1);
    expect(to(said, '/a/ot_drive_fault')).toHaveLength(0);
  });

  it('stops when a VACON does not answer, and is a zero status word alone when a VLT lost its link', () => {
    const vacon = reporter('vacon-100');
    vacon.drive.setLinkLost(true);
    expect(vacon.next()).toEqual([]);
    const vlt = reporter('vlt-fc-302', 'pump');
    vlt.drive.setLinkLost(true);
    const body = JSON.parse(vlt.next()[0]?.payload ?? '') as Record<string, unknown>;
    expect(body['status_word']).toBe(0);
    expect(body).not.toHaveProperty('motor_current_a');
    expect(body).not.toHaveProperty('flow_m3h');
  });
});
