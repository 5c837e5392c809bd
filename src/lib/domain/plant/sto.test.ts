import { describe, expect, it } from 'vitest';
import { decodeState } from './decode-state';
import { isStoDiagnostic, stoReading as read } from './sto';

const STO_BIT = 2 ** 30;

describe('safe torque off', () => {
  it.each([68, 71, 72])('is active with alarm %i of a tripped VLT', (faultCode) => {
    expect(decodeState('vlt-fc-302', { statusWord: 0x020b, faultCode }).sto).toBe(true);
  });

  it('is active with warning 73 of a VLT that only warns', () => {
    expect(decodeState('vlt-fc-302', { statusWord: 0x0283, faultCode: 73 }).sto).toBe(true);
  });

  it('is not told by 84, which reports a missing option', () => {
    expect(decodeState('vlt-fc-302', { statusWord: 0x020b, faultCode: 84 }).sto).toBeUndefined();
  });

  it('read from bit 30 of the alarm or warning word is of low certainty', () => {
    const reading = { active: true, confidence: 'low', from: 'alarm or warning word' };
    expect(read('vlt-fc-202', { statusWord: 0x0203, alarmWord: STO_BIT })).toEqual(reading);
    expect(read('vlt-fc-202', { statusWord: 0x0283, warningWord: STO_BIT })).toEqual(reading);
  });

  it('of a VLT tripped by something else is unknown until both words deny it', () => {
    const tripped = { statusWord: 0x020b, faultCode: 14, alarmWord: 4 };
    expect(read('vlt-fc-202', tripped).active).toBeUndefined();
    expect(read('vlt-fc-202', { ...tripped, warningWord: 0 }).active).toBe(false);
  });

  it.each(['vacon-nx', 'vacon-100'] as const)('is fault 30 of a %s', (family) => {
    expect(decodeState(family, { statusWord: 0x08, faultCode: 30 }).sto).toBe(true);
    expect(decodeState(family, { statusWord: 0x03, faultCode: 0 }).sto).toBe(false);
  });

  it('of a VACON that is not ready and reports no fault is not denied', () => {
    expect(decodeState('vacon-nx', { statusWord: 0, faultCode: 0 }).sto).toBeUndefined();
  });

  it('together with running is kept as the contradiction it is', () => {
    expect(decodeState('vacon-nx', { statusWord: 0x03, faultCode: 30 })).toMatchObject({
      run: 'running',
      sto: true,
    });
  });

  it('as a gateway reads it goes before what words tell', () => {
    expect(decodeState('ic7', { statusWord: 0x0737, stoReported: true }).sto).toBe(true);
  });

  it('is unknown once a VLT lost its link', () => {
    expect(read('vlt-fc-302', { statusWord: 0, alarmWord: STO_BIT }).active).toBeUndefined();
  });

  it('has two numbers that report its circuit as faulty, on VLT only', () => {
    expect([68, 72, 84].map((n) => isStoDiagnostic('vlt-fc-302', n))).toEqual([false, true, true]);
    expect(isStoDiagnostic('vacon-nx', 72)).toBe(false);
  });
});
