import { describe, expect, it } from 'vitest';
import { advisoryFilterOf, advisoryQuery, matchApiQuery } from './advisory-filter';

const read = (text: string) => advisoryFilterOf(new URLSearchParams(text));

describe('what the page of advisories is narrowed to', () => {
  it('stands in the address and comes back from it', () => {
    const address = '/advisories?view=look&zone=pumps&text=CVE-2025-41450';
    expect(advisoryQuery(read(address.slice('/advisories?'.length)))).toBe(address);
    expect(advisoryQuery(read(''))).toBe('/advisories');
  });

  it('begins anew when something of it changes', () => {
    expect(advisoryQuery(read('view=look&cursor=5.1'), { view: 'open' })).toBe('/advisories');
  });

  it('leaves out what there is not', () => {
    expect(read('view=everything').view).toBe('open');
    expect(read('text=%00').text).toBe('');
  });

  it('asks for matches with its counts also where advisories are listed', () => {
    expect(matchApiQuery(read('view=advisories&cursor=x'))).toMatchObject({ view: 'open', cursor: '' });
  });
});
