import { describe, expect, it } from 'vitest';
import { decodeState } from '../plant/decode-state';
import { FAMILIES, type Family } from '../plant/families';
import type { StateWords } from '../plant/state-words';
import { conditionFacts, conditionText } from './drive-condition-text';
import { WORD_CONDITIONS, wordConditions } from './drive-conditions';

/** Healthy and running (reference: drives, section 5.1). */
const RUNNING = 0x0f07;
const TRIPPED = 0x020b;
const LOCKED = 0x0243;

const conditions = (family: Family, words: StateWords) => wordConditions(family, decodeState(family, words));

const active = (family: Family, words: StateWords): string[] => {
  const told = conditions(family, words);
  return WORD_CONDITIONS.filter((condition) => told[condition] === 'active');
};

const text = (family: Family, words: StateWords): string[] =>
  active(family, words).map((condition) =>
    conditionText(condition as never, { family, words, state: decodeState(family, words) }),
  );

describe('the words of a drive', () => {
  it('tell of nothing while it runs well', () => {
    expect(
      active('vlt-fc-302', { statusWord: RUNNING, alarmWord: 0, warningWord: 0, faultCode: 13 }),
    ).toEqual([]);
  });

  it.each<[string, Family, StateWords, string, string]>([
    [
      'a trip, with the number in the words of its family',
      'vlt-fc-302',
      { statusWord: TRIPPED, faultCode: 13 },
      'ot.drive_fault',
      'VLT FC 302 fault 13: Overcurrent',
    ],
    [
      'a trip of VACON NX',
      'vacon-nx',
      { statusWord: 0x0008, faultCode: 3 },
      'ot.drive_fault',
      'VACON NX fault 3: Earth fault',
    ],
    [
      'a number that no list explains',
      'ic7',
      { statusWord: 0x0008, faultCode: 4711 },
      'ot.drive_fault',
      'iC7 fault 4711 (no text)',
    ],
    [
      'a trip lock, and no plain trip beside it',
      'vlt-fc-302',
      { statusWord: LOCKED, faultCode: 14 },
      'ot.drive_trip_lock',
      'VLT FC 302 fault 14: Earth fault',
    ],
    [
      'a warning by its bits',
      'vlt-fc-302',
      { statusWord: 0x0f87, warningWord: 1 << 10 },
      'ot.drive_warning',
      'Warns: DC undervoltage (A8)',
    ],
    [
      'safe torque off that was demanded, and no trip beside it',
      'vlt-fc-302',
      { statusWord: TRIPPED, faultCode: 68 },
      'ot.drive_sto_active',
      'Safe torque off: demanded at the safety inputs (68)',
    ],
    [
      'safe torque off of a VACON, whose words do not tell the reason',
      'vacon-nx',
      { statusWord: 0x0008, faultCode: 30 },
      'ot.drive_sto_active',
      'Safe torque off: the words do not tell who or what asked for it',
    ],
    [
      'a fault of the safety circuit',
      'vlt-fc-302',
      { statusWord: LOCKED, faultCode: 72 },
      'ot.drive_sto_diag',
      'VLT FC 302 fault 72: Dangerous failure',
    ],
  ])('tell of %s', (_what, family, words, condition, line) => {
    expect(active(family, words)).toEqual([condition]);
    expect(text(family, words)[0]).toMatch(line);
  });

  it('say nothing of warnings while the drive has tripped', () => {
    const told = conditions('vlt-fc-302', { statusWord: TRIPPED | 0x80, faultCode: 13, warningWord: 1 });
    expect(told['ot.drive_warning']).toBe('hold');
  });

  it('say nothing at all over a lost link', () => {
    const told = conditions('vlt-fc-302', { statusWord: 0, faultCode: 13 });
    expect(new Set(Object.values(told))).toEqual(new Set(['unknown']));
  });

  it('never call anything normal that they do not tell, in any family', () => {
    for (const family of FAMILIES) {
      expect(new Set(Object.values(conditions(family, {})))).toEqual(new Set(['unknown']));
    }
  });

  it('come with their numbers', () => {
    const words = { statusWord: TRIPPED, faultCode: 13, alarmWord: 0x20 };
    expect(conditionFacts({ family: 'vlt-fc-302', words, state: decodeState('vlt-fc-302', words) })).toEqual({
      family: 'VLT FC 302',
      'fault number': 13,
      'fault class': 'Power electronics',
      'status word': '0x020B',
      'alarm word': '0x0020',
    });
  });
});
