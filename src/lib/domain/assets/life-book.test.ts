import { describe, expect, it } from 'vitest';
import { lifeBook, type LifeSubject, type OwnMilestone } from './life-book';
import { milestoneText } from './lifecycle';
import { VENDOR_LIFECYCLE } from './vendor-lifecycle';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const subject = (product: string, versions: Record<string, string> = {}, vendor = ''): LifeSubject => ({
  vendor,
  product,
  versions: Object.entries(versions).map(([part, version]) => ({ part, version })),
});
const lifeOf = (one: LifeSubject, own: OwnMilestone[] = [], now = NOW) =>
  lifeBook(VENDOR_LIFECYCLE, own, now)(one);
const own = (product: string, at: string, kind = 'end-of-service' as const): OwnMilestone => ({
  vendor: 'Danfoss',
  product,
  milestone: { kind, at, source: 'letter of the vendor', entered: { id: 1, by: 'mona', at: NOW } },
  replacement: undefined,
});

describe('support of an asset', () => {
  it.each([
    ['AK-SM 800', 'end-of-life'],
    ['AK SM 800', 'end-of-life'],
    ['ak-sm800', 'end-of-life'],
    ['AK-SM 800A', 'active'],
    ['AK-SM 850A', 'active'],
    ['EM 100', 'end-of-life'],
    ['SC255', 'end-of-life'],
    ['PI 200', 'end-of-life'],
    ['AKA 245', 'end-of-life'],
    ['AKB 245', 'unknown'],
    ['VLT AQUA Drive FC 202', 'unknown'],
    ['iC7-Automation', 'unknown'],
  ])('of %s: %s', (product, support) => {
    expect(lifeOf(subject(product, {}, 'Danfoss')).support).toBe(support);
  });

  it('is not that of another vendor’s product of the same name', () => {
    expect(lifeOf(subject('AKA', {}, 'Siemens')).support).toBe('unknown');
    expect(lifeOf(subject('AKA', {}, 'Danfoss A/S')).support).toBe('end-of-life');
  });

  it('is as bad as that of its worst part', () => {
    const gateway = lifeOf(subject('IG-20', { firmware: '2.4.1', Debian: '12', 'thin-edge.io': '2.0.1' }));
    expect(gateway.support).toBe('security-ended');
    expect(gateway.parts.map(({ part, state }) => `${part}: ${state}`)).toEqual([
      'IG-20: unknown',
      'Debian 12: security-ended',
    ]);
    expect(gateway.decisive?.part).toBe('Debian 12');
    expect(gateway.decisive && milestoneText(gateway.decisive.milestone)).toBe(
      'End of security support: 2026-07-11',
    );
  });

  it.each([
    ['Debian', '12', '12'],
    ['Debian GNU/Linux', '12 (bookworm)', '12'],
    ['Debian', '12.7', '12'],
    ['OpenWrt', '24.10.2', '24.10'],
    ['Node.js', 'v20.19.1', '20'],
    ['PostgreSQL', '18.1', '18'],
  ])('finds %s %s in the line %s', (part, version, line) => {
    const [found] = lifeOf(subject('', { [part]: version })).parts;
    expect(found?.life?.release?.line).toBe(line);
  });

  it.each([
    ['Debian', '1'],
    ['Debian', '120'],
    ['Debianish', '12'],
    ['OpenWrt', '24.1'],
    ['PostgreSQL', '1.8'],
  ])('does not take %s %s for a line that it is not', (part, version) => {
    expect(lifeOf(subject('', { [part]: version })).parts).toEqual([]);
  });

  it('of this program is that of what it runs on', () => {
    const platform = lifeOf(subject('', { 'Node.js': '24.1.0', PostgreSQL: '18.1' }));
    expect(platform.support).toBe('ending');
    expect(platform.decisive?.milestone.at).toBe('2028-04-30');
  });
});

describe('milestones that the plant has entered', () => {
  it('give a life to a product that nobody published one of', () => {
    const found = lifeOf(subject('VACON NXP', {}, 'VACON'), [own('VACON NXP', '2027')]);
    expect(found.support).toBe('ending');
    expect(found.decisive?.milestone).toMatchObject({ at: '2027', entered: { by: 'mona' } });
  });

  it('stand beside what was published, and what ends first counts', () => {
    const mine = [own('AK-SM 800A', '2026-06')];
    const found = lifeOf(subject('AK SM 800A', {}, 'Danfoss'), mine);
    expect(found.support).toBe('end-of-life');
    expect(found.parts[0]?.life?.milestones).toHaveLength(2);
    expect(lifeOf(subject('AK-SM 800', {}, 'Danfoss'), [own('AK-SM 800', '2030')]).support).toBe(
      'end-of-life',
    );
  });

  it('of one asset alone count for it alone', () => {
    const milestones = [{ kind: 'end-of-service' as const, at: '2025-10-01', source: 'plant file' }];
    const look = lifeBook(VENDOR_LIFECYCLE, [], NOW);
    expect(look({ ...subject('VACON NXS'), milestones }).support).toBe('end-of-life');
    expect(look(subject('VACON NXS')).support).toBe('unknown');
  });
});
