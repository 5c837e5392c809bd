import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings';
import { timetable, VICTIMS } from './timetable';

const hour = readSettings({});

describe('the timetable of an hour', () => {
  const plan = timetable(hour);

  it('is the same for the same seed, and another for another', () => {
    expect(timetable(hour)).toEqual(plan);
    expect(timetable({ ...hour, seed: 2 }).cuts).not.toEqual(plan.cuts);
  });

  it('kills server, database and both, at least twenty times, and leaves the last third in peace', () => {
    expect(plan.kills.length).toBeGreaterThanOrEqual(20);
    for (const victim of VICTIMS) expect(plan.kills.filter((kill) => kill.victim === victim).length).toBe(7);
    expect(plan.kills.every(({ at }, i) => at >= (plan.kills[i - 1]?.at ?? 0))).toBe(true);
    expect(plan.kills.every(({ at }) => at < plan.calmFromMs)).toBe(true);
    expect(plan.calmFromMs).toBe(40 * 60_000);
    expect(timetable({ ...hour, minutes: 12 }).calmFromMs).toBe(7 * 60_000);
    expect(timetable({ ...hour, minutes: 4 }).calmFromMs).toBe(2 * 60_000);
  });

  it('kills now and then while the last kill is not digested, and leaves the server dead for more than 5 s', () => {
    expect(plan.kills.filter(({ hot }) => hot).length).toBe(4);
    expect(plan.kills.filter(({ deadMs }) => deadMs > 5_000).length).toBeGreaterThanOrEqual(5);
  });

  it('pulls one cable, several, or all, loudly and silently, and plugs all in again before the end', () => {
    const sizes = plan.cuts.map(({ gateways }) => gateways.length);
    expect(sizes).toContain(1);
    expect(sizes).toContain(hour.gateways);
    expect(sizes.some((size) => size > 1 && size < hour.gateways)).toBe(true);
    expect(new Set(plan.cuts.map(({ silent }) => silent)).size).toBe(2);
    expect(plan.cuts.every(({ at, ms }) => at + ms < plan.endMs)).toBe(true);
    expect(plan.cuts.every(({ gateways }) => new Set(gateways).size === gateways.length)).toBe(true);
  });
});

it('settings that make no sense are named', () => {
  expect(() => readSettings({ SOAK_MINUTES: 'long' })).toThrow('SOAK_MINUTES');
  expect(readSettings({ SOAK_DRIVES: '200' })).toMatchObject({
    drives: 200,
    gateways: 4,
    drivesPerGateway: 50,
  });
});
