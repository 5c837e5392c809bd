import { describe, expect, it } from 'vitest';
import { FAMILIES } from './families';
import { ORDERED_LIMITS } from './limit-order';
import { defaultLimits, mergeLimits } from './limits';

const RATED = { powerKw: 7.5, currentA: 15.5, voltageV: 400, frequencyHz: 50, speedRpm: 1460, mainsV: 400 };

describe('default limits', () => {
  it('of an FC 302 in the 400 V class are its trip and warning levels', () => {
    expect(defaultLimits('vlt-fc-302', RATED).dc_link_v).toMatchObject({ ll: 373, l: 410, h: 810, hh: 855 });
  });

  it('of an FC 302 outside that class are drawn from the mains alone', () => {
    const limits = defaultLimits('vlt-fc-302', { mainsV: 690 }).dc_link_v;
    expect(limits).toMatchObject({ l: 828 });
    expect(limits?.ll).toBeUndefined();
  });

  it('of a VACON NX know its heatsink and DC link', () => {
    const limits = defaultLimits('vacon-nx', RATED);
    expect(limits.heatsink_temp_c).toMatchObject({ ll: -10, h: 85, hh: 90 });
    expect(limits.dc_link_v).toMatchObject({ ll: 333, hh: 911 });
  });

  it('of a VLT know thermal models and control card', () => {
    const limits = defaultLimits('vlt-fc-102', {});
    expect(limits.motor_thermal_pct).toMatchObject({ h: 90, hh: 100 });
    expect(limits.inverter_thermal_pct).toMatchObject({ h: 98, hh: 100 });
    expect(limits.control_card_temp_c).toMatchObject({ hh: 80 });
  });

  it.each(['vacon-100', 'ic2', 'ic7', 'unknown'] as const)('of %s invent no trip level', (family) => {
    const trips = Object.values(defaultLimits(family, RATED)).filter(
      (l) => l.hh !== undefined || l.ll !== undefined,
    );
    expect(trips).toEqual([]);
  });

  it('without rated data say nothing about current, power, voltage and speed', () => {
    const limits = defaultLimits('vlt-fc-202', {});
    expect(limits.motor_current_a).toBeUndefined();
    expect(limits.motor_power_kw).toBeUndefined();
    expect(limits.dc_link_v).toBeUndefined();
  });

  it('follow the rated current', () => {
    expect(defaultLimits('ic7', RATED).motor_current_a).toEqual({
      h: 17.05,
      normal: [0, 15.5],
      range: [0, 25],
    });
  });

  it('of every family are in order and lie within their range', () => {
    for (const family of FAMILIES) {
      for (const limits of Object.values(defaultLimits(family, RATED))) {
        const given = ORDERED_LIMITS.flatMap((name) => limits[name] ?? []);
        expect(given).toEqual([...given].sort((a, b) => a - b));
        const [low, high] = limits.range ?? [NaN, NaN];
        for (const value of [...given, ...(limits.normal ?? [])]) {
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        }
      }
    }
  });
});

describe('own limits', () => {
  it('replace defaults field by field', () => {
    const merged = mergeLimits({ a: { h: 1, hh: 2 }, b: { h: 3 } }, { a: { h: 0.5 }, c: { l: 1 } });
    expect(merged).toEqual({ a: { h: 0.5, hh: 2 }, b: { h: 3 }, c: { l: 1 } });
  });
});
