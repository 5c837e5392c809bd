import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../families';
import { FAULT_CLASSES } from './fault-classes';
import { faultLabel, faultText } from './fault-text';
import { VACON_100_FAULTS } from './vacon-100-faults';
import { VACON_NX_FAULTS } from './vacon-nx-faults';
import { VLT_FAULTS } from './vlt-faults';

describe('fault texts', () => {
  it('differ by family for one number', () => {
    expect(faultText('vlt-fc-302', 14)).toMatchObject({ text: 'Earth fault', className: FAULT_CLASSES[7] });
    expect(faultText('vacon-nx', 14)).toMatchObject({ text: 'Drive over-temperature', faultClass: 6 });
  });

  it('name the family, the number and the text', () => {
    expect(faultLabel('vlt-fc-202', 8)).toBe('VLT FC 202 fault 8: DC undervoltage');
    expect(faultLabel('vlt-fc-202', 24)).toBe('VLT FC 202 warning 24: External fan fault');
  });

  it('are never guessed', () => {
    expect(faultText('vlt-fc-202', 4711)).toBeUndefined();
    expect(faultLabel('vlt-fc-202', 4711)).toBe('VLT FC 202 fault 4711 (no text)');
    expect(faultLabel('ic7', 7)).toBe('iC7 fault 7 (no text)');
    expect(faultText('unknown', 1)).toBeUndefined();
  });

  it('put the numbers of safe torque off into the safety channel', () => {
    for (const number of [68, 71, 72, 73, 84]) expect(faultText('vlt-fc-302', number)?.faultClass).toBe(10);
    expect(faultText('vacon-nx', 30)?.faultClass).toBe(10);
    expect(faultText('vacon-100', 30)?.faultClass).toBe(10);
  });

  it('of iC2 are those of VLT, and of low certainty throughout', () => {
    expect(faultText('ic2', 13)).toMatchObject({ text: VLT_FAULTS[13].text, confidence: 'low' });
    expect(faultText('ic2', 1)).toBeUndefined();
  });

  it('cover the published lists whole', () => {
    const sizes = [VLT_FAULTS, VACON_NX_FAULTS, VACON_100_FAULTS].map((table) => Object.keys(table).length);
    expect(sizes).toEqual([113, 54, 51]);
  });

  it('never carry high certainty where a list is general knowledge', () => {
    expect(Object.values(VACON_100_FAULTS).filter((row) => (row.confidence as string) === 'high')).toEqual(
      [],
    );
  });

  it('exist for the families that have a list, and for no other', () => {
    const withTexts = FAMILIES.filter((family) => faultText(family, 14) !== undefined);
    expect(withTexts).toEqual([
      'vacon-nx',
      'vacon-100',
      'vlt-fc-102',
      'vlt-fc-103',
      'vlt-fc-202',
      'vlt-fc-302',
      'ic2',
    ]);
  });
});
