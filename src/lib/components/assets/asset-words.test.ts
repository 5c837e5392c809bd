import { describe, expect, it } from 'vitest';
import type { MilestoneView } from '$lib/protocol/assets';
import { endsText, isWebAddress, precisionText, sourceText } from './asset-words';

const milestone = (facts: Partial<MilestoneView>): MilestoneView => ({
  kind: 'end-of-life',
  at: '2021-05',
  precision: 'month',
  until: 0,
  derived: false,
  source: '',
  remark: null,
  entered: null,
  ...facts,
});

describe('dates in words', () => {
  it('name the part that ends, where it is not the product itself', () => {
    const decisive = { part: 'Debian 12', kind: 'end-of-security-support', at: '2026-07-11' } as const;
    expect(endsText({ product: 'IG-20' }, decisive)).toBe('Debian 12: End of security support 2026-07-11');
    expect(endsText({ product: 'AKM' }, { part: 'AKM', kind: 'end-of-service', at: null })).toBe(
      'End of service without a date',
    );
  });

  it('say how exact they are', () => {
    expect(precisionText(milestone({}))).toBe('to the month');
    expect(precisionText(milestone({ at: '2026-07-11', precision: 'day' }))).toBe('');
    expect(precisionText(milestone({ derived: true }))).toBe('to the month, concluded, not published');
    expect(precisionText(milestone({ at: null, precision: 'none' }))).toBe('no date published');
  });

  it('lead to where they were read, by web addresses alone', () => {
    expect(sourceText('https://www.example.org/a/b')).toBe('example.org');
    expect(isWebAddress('https://example.org/a')).toBe(true);
    expect(isWebAddress('javascript:alert(1)')).toBe(false);
    expect(sourceText('letter of 3 November')).toBe('letter of 3 November');
  });
});
