import { describe, expect, it } from 'vitest';
import { matchName, vendorKey } from './product-name';

describe('a device and a product that somebody wrote about', () => {
  it.each([
    ['AK-SM 800A', 'AK SM800A', 'same'],
    ['AK-SM800A', 'AK-SM 8xxA Series', 'series'],
    ['AK-SM 850A', 'AK-SM8xxA Series', 'series'],
    ['VLT® HVAC Drive FC 102', 'VLT HVAC Drive FC102', 'same'],
    ['iC7-Automation SP', 'iC7-Automation', 'part'],
  ])('%s and %s: %s', (device, written, kind) => {
    expect(matchName(device, written)?.kind).toBe(kind);
  });

  it.each([
    ['AK-SM 800', 'AK-SM 8000'],
    ['AK-SM 800', 'AK-SM 8xxA'],
    ['AK-EM 100', 'AK-SM 800'],
    ['PI', 'PI 100'],
    ['', 'AK-SM 800'],
    ['Series', 'Drive'],
  ])('%s is not %s', (device, written) => {
    expect(matchName(device, written)).toBeUndefined();
  });

  it('says why it thinks so', () => {
    expect(matchName('AK-SM800A', 'AK-SM 8xxA Series')?.reason).toBe(
      '“AK-SM800A” is one of “AK-SM 8xxA Series”',
    );
  });

  it('takes VACON for Danfoss', () => {
    expect(vendorKey(' VACON® ')).toBe('danfoss');
    expect(vendorKey('Rockwell Automation')).toBe('rockwell automation');
  });
});
