import { describe, expect, it } from 'vitest';
import { assetFilterOf, assetQuery } from './asset-filter';

const read = (text: string) => assetFilterOf(new URLSearchParams(text));

describe('the filter of the list of assets', () => {
  it('stands in the address and comes back from it', () => {
    const address = '/assets?support=ending&kind=drive&zone=pumps&search=aqua+3.31';
    expect(assetQuery(read(address.slice('/assets?'.length)))).toBe(address);
    expect(assetQuery(read(''))).toBe('/assets');
  });

  it('begins anew when something of it changes', () => {
    expect(assetQuery(read('kind=drive&cursor=abc'), { kind: '' })).toBe('/assets');
    expect(assetQuery(read('kind=drive'), { cursor: 'abc' })).toBe('/assets?kind=drive&cursor=abc');
  });

  it('leaves out what no list has', () => {
    expect(read('support=gone&kind=toaster&origin=moon')).toMatchObject({
      support: '',
      kind: '',
      origin: '',
    });
  });
});
