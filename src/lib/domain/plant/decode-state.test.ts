import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, UNKNOWN_STATE } from './decode-state';
import { RUN_STATES } from './drive-state';
import { FAMILIES, type Family } from './families';

const VLT: readonly Family[] = ['vlt-fc-102', 'vlt-fc-103', 'vlt-fc-202', 'vlt-fc-302'];
const RUNNING = 0x0f07;

describe('a VLT', () => {
  it('with 0x0F07 runs at its reference under bus control and is good', () => {
    expect(decodeState('vlt-fc-202', { statusWord: RUNNING })).toEqual({
      run: 'running',
      warning: false,
      tripLock: false,
      local: false,
      atReference: true,
      sto: false,
      faultCode: undefined,
      ne107: undefined,
    });
  });

  it.each(VLT)('(%s) with 0x0000 has lost its link, and nothing else it said holds', (family) => {
    const state = decodeState(family, { statusWord: 0, faultCode: 14, warningWord: 1 });
    expect(state).toEqual({ ...UNKNOWN_STATE, run: 'link-lost' });
  });

  it('with bit 9 cleared is in local control: check function, no failure', () => {
    expect(decodeState('vlt-fc-102', { statusWord: 0x0d07 })).toMatchObject({
      run: 'running',
      local: true,
      ne107: 'C',
    });
  });

  it('with bit 7 warns and runs on', () => {
    const state = decodeState('vlt-fc-302', { statusWord: 0x0f87 });
    expect(state).toMatchObject({ run: 'running', warning: true, ne107: 'S' });
  });

  it('is tripped by bit 3, and locked by bit 6', () => {
    expect(decodeState('vlt-fc-302', { statusWord: 0x020b })).toMatchObject({
      run: 'tripped',
      tripLock: false,
      ne107: 'F',
    });
    expect(decodeState('vlt-fc-302', { statusWord: 0x0243 })).toMatchObject({
      run: 'tripped',
      tripLock: true,
    });
  });

  it('stopped is ready only when control and drive both are', () => {
    expect(decodeState('vlt-fc-103', { statusWord: 0x0203 }).run).toBe('ready');
    expect(decodeState('vlt-fc-103', { statusWord: 0x0201 }).run).toBe('not-ready');
  });

  it('keeps an old entry of its log out of the present state', () => {
    expect(decodeState('vlt-fc-202', { statusWord: RUNNING, faultCode: 14 }).faultCode).toBeUndefined();
    expect(decodeState('vlt-fc-202', { statusWord: 0x020b, faultCode: 14 }).faultCode).toBe(14);
  });

  it('that only warns shows the number only when it can be nothing but a warning', () => {
    expect(decodeState('vlt-fc-202', { statusWord: 0x0f87, faultCode: 24 }).faultCode).toBe(24);
    expect(decodeState('vlt-fc-202', { statusWord: 0x0f87, faultCode: 14 }).faultCode).toBeUndefined();
  });

  it('of which only the alarm word arrived is tripped when any bit is set', () => {
    expect(decodeState('vlt-fc-202', { alarmWord: 0x4 }).run).toBe('tripped');
    expect(decodeState('vlt-fc-202', { alarmWord: 0 }).run).toBe('unknown');
  });

  it('with a maintenance mark asks for maintenance, unless something graver holds', () => {
    expect(decodeState('vlt-fc-102', { statusWord: RUNNING, maintenanceWord: 0x80 }).ne107).toBe('M');
    expect(decodeState('vlt-fc-102', { statusWord: 0x0f87, maintenanceWord: 0x80 }).ne107).toBe('S');
  });
});

describe('a VACON', () => {
  const readyRunning = 0b0010_0011;

  it.each(['vacon-nx', 'vacon-100'] as const)(
    '(%s) with 0x0000 is not ready; its link is not lost',
    (family) => {
      expect(decodeState(family, { statusWord: 0 }).run).toBe('not-ready');
    },
  );

  it('reads run, reference, alarm and fault from 2101', () => {
    expect(decodeState('vacon-nx', { statusWord: readyRunning })).toMatchObject({
      run: 'running',
      atReference: true,
      warning: false,
    });
    expect(decodeState('vacon-nx', { statusWord: readyRunning | 0x10 })).toMatchObject({
      warning: true,
      ne107: 'S',
    });
    expect(decodeState('vacon-100', { statusWord: 0x09 })).toMatchObject({ run: 'tripped', ne107: 'F' });
  });

  it('NX tells its control place by bits 13, 14 and 15 of 2102', () => {
    const local = (generalStatusWord: number) =>
      decodeState('vacon-nx', { statusWord: readyRunning, generalStatusWord }).local;
    expect(local(1 << 13)).toBe(false);
    expect(local(1 << 14)).toBe(true);
    expect(local(1 << 15)).toBe(false);
    expect(local(0)).toBeUndefined();
  });

  it('100 tells its control place by the number in bits 29 to 31', () => {
    const local = (place: number) =>
      decodeState('vacon-100', { generalStatusWord: (place << 29) >>> 0 }).local;
    expect([1, 2, 3, 4, 5].map(local)).toEqual([false, true, true, false, undefined]);
  });

  it('has no place to tell trip lock, and so does not deny it', () => {
    expect(decodeState('vacon-nx', { statusWord: 0x08 }).tripLock).toBeUndefined();
  });

  it('reports its active fault code, whatever the status word says', () => {
    expect(decodeState('vacon-100', { statusWord: 0x11, faultCode: 50 }).faultCode).toBe(50);
    expect(decodeState('vacon-100', { statusWord: 0x01, faultCode: 0 }).faultCode).toBeUndefined();
  });
});

describe('an iC7', () => {
  it('runs when operation is enabled, and is ready when it may be switched on', () => {
    expect(decodeState('ic7', { statusWord: 0x0737 })).toMatchObject({
      run: 'running',
      local: false,
      atReference: true,
    });
    expect(decodeState('ic7', { statusWord: 0x0231 }).run).toBe('ready');
    expect(decodeState('ic7', { statusWord: 0x0271 }).run).toBe('not-ready');
  });

  it('is local when the fieldbus is not in control', () => {
    expect(decodeState('ic7', { statusWord: 0x0537 })).toMatchObject({ local: true, ne107: 'C' });
  });

  it('with 0x0000 is not ready: a lost link looks like that on VLT only', () => {
    expect(decodeState('ic7', { statusWord: 0 }).run).toBe('not-ready');
  });
});

describe('an iC2', () => {
  it('with 0x0000 is not ready: it has no option that could lose it', () => {
    expect(decodeState('ic2', { statusWord: 0 }).run).toBe('not-ready');
  });
});

describe('a drive of unknown family', () => {
  it('has no decoded state, whatever its words', () => {
    expect(decodeState('unknown', { statusWord: RUNNING, generalStatusWord: 7 })).toEqual(UNKNOWN_STATE);
  });

  it('still shows its fault number', () => {
    expect(decodeState('unknown', { faultCode: 4711 }).faultCode).toBe(4711);
  });
});

it('words that never arrived leave everything unknown, never false', () => {
  for (const family of FAMILIES) expect(decodeState(family, {})).toEqual(UNKNOWN_STATE);
});

it('any words of any family decode to a state', () => {
  const word = fc.option(fc.integer({ min: 0, max: 0xffff_ffff }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.constantFrom(...FAMILIES),
      fc.record({
        statusWord: word,
        generalStatusWord: word,
        alarmWord: word,
        warningWord: word,
        faultCode: word,
      }),
      (family, words) => {
        const state = decodeState(family, words);
        expect(RUN_STATES).toContain(state.run);
        expect(state.run === 'tripped').toBe(state.ne107 === 'F');
        if (state.run === 'link-lost') expect(family.startsWith('vlt-')).toBe(true);
      },
    ),
  );
});
