import { describe, expect, it } from 'vitest';
import { lifeBook, type LifeSubject } from '../../domain/assets/life-book';
import { VENDOR_LIFECYCLE } from '../../domain/assets/vendor-lifecycle';
import type { AssetRecord } from './asset-record';
import { calendarOf } from './calendar';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const look = lifeBook(VENDOR_LIFECYCLE, [], NOW);
const asset = (product: string, facts: Partial<LifeSubject> = {}): AssetRecord => {
  const subject = { vendor: 'Danfoss', product, versions: [], ...facts };
  return { ...subject, life: look(subject) } as Partial<AssetRecord> as AssetRecord;
};
const rowsOf = (...assets: AssetRecord[]) =>
  calendarOf(assets, VENDOR_LIFECYCLE, NOW)
    .filter(({ product }) => /^(AK-SM 800|VACON NXS|Debian 12)$/.test(product))
    .map(({ product, state, assets: count }) => `${product} ${state} ${count}`);

describe('what ends when', () => {
  it('counts the assets that are of a product or run it, whatever they call it', () => {
    const gateway = asset('IG-20', { vendor: '', versions: [{ part: 'Debian', version: '12.7' }] });
    expect(rowsOf(asset('AK-SM 800'), asset('AK SM800'), gateway)).toEqual([
      'AK-SM 800 end-of-life 2',
      'Debian 12 security-ended 1',
    ]);
  });

  it('has everything published, also what is not here', () => {
    expect(rowsOf()).toEqual(['AK-SM 800 end-of-life 0', 'Debian 12 security-ended 0']);
  });

  it('has what nobody published, with no dates', () => {
    expect(rowsOf(asset('VACON NXS'), asset('vacon nxs'))[0]).toBe('VACON NXS unknown 2');
  });

  it('gives what was said of one asset alone a row of its own, and tells no product twice for that', () => {
    const dated = asset('AK-SM 800', {
      milestones: [{ kind: 'end-of-service', at: '2025-10-01', source: 'plant file' }],
    });
    expect(rowsOf(dated)).toEqual(['AK-SM 800 end-of-life 1', 'Debian 12 security-ended 0']);
    expect(rowsOf(dated, asset('AK-SM 800'))).toEqual([
      'AK-SM 800 end-of-life 1',
      'AK-SM 800 end-of-life 1',
      'Debian 12 security-ended 0',
    ]);
  });
});
