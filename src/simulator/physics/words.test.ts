import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState } from '../../lib/domain/plant/decode-state';
import { FAMILIES, FAMILY_FACTS, type Family } from '../../lib/domain/plant/families';
import { faultText } from '../../lib/domain/plant/faults/fault-text';
import { CAUSES, causeText, faultClassOf, faultNumber, type Cause } from './causes';
import { SOUND, mayRun, reset, setSto, trip, warn, type Condition } from './condition';
import { encodeWords, type WordInput } from './words';

const SPEAKING = FAMILIES.filter((family) => FAMILY_FACTS[family].words !== 'none');

/** Any condition that the machine itself can reach. */
const reachable = (family: Family) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...CAUSES).map((cause) => (c: Condition) => trip(c, family, cause)),
        fc
          .constantFrom<Cause>('fieldbus', 'motor-overload')
          .map((cause) => (c: Condition) => warn(c, cause, true)),
        fc.boolean().map((open) => (c: Condition) => setSto(c, family, open)),
        fc.boolean().map((local) => (c: Condition): Condition => ({ ...c, local })),
        fc.constant((c: Condition) => reset(c).condition),
      ),
      { maxLength: 8 },
    )
    .map((acts) => acts.reduce((condition, act) => act(condition), SOUND));

const input = (condition: Condition, wantsToRun: boolean, atReference: boolean): WordInput => {
  const running = wantsToRun && mayRun(condition);
  return {
    condition,
    running,
    atReference: running && atReference,
    thermalTimerOut: false,
    lastFault: undefined,
  };
};

const word = (value: number | undefined) =>
  value === undefined || (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff);

describe('words of a simulated drive', () => {
  it.each(SPEAKING)('of %s mean to the reader what the drive meant', (family) => {
    fc.assert(
      fc.property(reachable(family), fc.boolean(), fc.boolean(), (condition, wants, atReference) => {
        const meant = input(condition, wants, atReference);
        const words = encodeWords(family, meant);
        expect(Object.values(words).every(word)).toBe(true);
        const read = decodeState(family, words);
        const tripped = condition.trip !== undefined;
        expect(read.run).toBe(
          tripped ? 'tripped' : meant.running ? 'running' : mayRun(condition) ? 'ready' : 'not-ready',
        );
        expect(read.warning).toBe(condition.warnings.size > 0);
        expect(read.local).toBe(condition.local);
        if (condition.trip) expect(read.faultCode).toBe(faultNumber(family, condition.trip.cause));
        else expect(read.faultCode).toBeUndefined();
        if (condition.trip?.cause === 'sto' && FAMILY_FACTS[family].words !== 'profidrive') {
          expect(read.sto).toBe(true);
        }
        if (meant.running) {
          expect(read.sto).toBe(false);
          if (read.atReference !== undefined) expect(read.atReference).toBe(atReference);
        }
        if (FAMILY_FACTS[family].words === 'vlt') {
          expect(read.tripLock).toBe(condition.trip?.locked ?? false);
        }
      }),
    );
  });

  it('of a healthy VLT at its reference are 0x0F07, in Hand 0x0D07, warning 0x0F87', () => {
    const status = (condition: Condition) =>
      encodeWords('vlt-fc-202', input(condition, true, true)).statusWord;
    expect(status(SOUND)).toBe(0x0f07);
    expect(status({ ...SOUND, local: true })).toBe(0x0d07);
    expect(status(warn(SOUND, 'fieldbus', true))).toBe(0x0f87);
  });

  it('of a VLT without its link are zero, which reads as link lost', () => {
    const words = encodeWords('vlt-fc-302', input({ ...SOUND, linkLost: true }, true, true));
    expect(words.statusWord).toBe(0);
    expect(decodeState('vlt-fc-302', words).run).toBe('link-lost');
  });

  it('of a VLT keep the last fault in its log after a reset, and nobody takes it for a present one', () => {
    const words = encodeWords('vlt-fc-102', { ...input(SOUND, true, true), lastFault: 'overcurrent' });
    expect(words.faultCode).toBe(13);
    expect(decodeState('vlt-fc-102', words).faultCode).toBeUndefined();
  });

  it('name causes by numbers that the fault tables know under the same meaning', () => {
    // VACON has no inverter overload: its nearest is the transistors' temperature, of another class.
    const same = CAUSES.filter((cause) => cause !== 'inverter-overload');
    for (const family of SPEAKING.filter((f) => f !== 'ic7')) {
      for (const cause of same) {
        const number = faultNumber(family, cause) ?? 0;
        expect(faultText(family, number)?.faultClass, `${family} ${causeText(cause)} ${number}`).toBe(
          faultClassOf(cause),
        );
      }
    }
  });
});
