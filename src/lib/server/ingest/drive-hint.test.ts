import { describe, expect, it } from 'vitest';
import { recogniseFamily } from '../../domain/plant/recognise';
import { driveHint } from './drive-hint';

const of = (deviceType: string | undefined, twin?: Parameters<typeof driveHint>[1]) =>
  driveHint({ name: 'Pump 1', deviceType }, twin);
const familyOf = (hint: ReturnType<typeof of>) => recogniseFamily(hint.model ?? '');

describe('what a device says of itself', () => {
  it('names its family by the type it registers with', () => {
    expect(familyOf(of('VLT FC 202'))).toBe('vlt-fc-202');
    expect(familyOf(of('pump drive'))).toBe('unknown');
  });

  it('names it by family and model of its twin, together or apart', () => {
    expect(familyOf(of(undefined, { family: 'VLT', model: 'FC 302' }))).toBe('vlt-fc-302');
    expect(familyOf(of(undefined, { family: 'VACON NX', model: '0061 5' }))).toBe('vacon-nx');
    expect(familyOf(of('VLT FC 102', { model: 'P7K5' }))).toBe('vlt-fc-102');
  });

  it('keeps the model as it is written when nothing names a family', () => {
    expect(of('pump drive', { model: 'X1' }).model).toBe('X1');
    expect(of('pump drive').model).toBe('pump drive');
  });

  it('fills the name plate with numbers that can be on one', () => {
    expect(of(undefined, { rated_kw: 7.5, rated_a: -3, rated_v: '400', mains_v: 400 }).rated).toEqual({
      powerKw: 7.5,
      mainsV: 400,
    });
  });

  it('is nothing when its twin is no object', () => {
    for (const twin of ['VLT', 7, null, ['VLT']]) {
      expect(of(undefined, twin)).toMatchObject({ model: undefined, serial: undefined, rated: {} });
    }
  });
});
