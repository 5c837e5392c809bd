import { describe, expect, it } from 'vitest';
import { COMPONENT_REQUIREMENTS, UNCONFIRMED_GATES } from './components';

const gateOf = (id: string) => COMPONENT_REQUIREMENTS.find((requirement) => requirement.id === id)?.gate;

describe('requirements of IEC 62443-4-2', () => {
  it('are 55, with 38 enhancements', () => {
    const enhancements = COMPONENT_REQUIREMENTS.filter(({ id }) => id.includes('RE('));
    expect([COMPONENT_REQUIREMENTS.length - enhancements.length, enhancements.length]).toEqual([55, 38]);
  });

  it('differ from those on systems where the standards do', () => {
    expect(gateOf('CR 3.4')).toBe(1);
    expect(gateOf('CR 2.11 RE(1)')).toBe(2);
    expect(gateOf('CR 1.14')).toBe(2);
    expect(gateOf('NDR 1.13 RE(1)')).toBe(3);
  });

  it('ask what concerns a network device of no drive', () => {
    const ofDrives = COMPONENT_REQUIREMENTS.filter(({ classes }) => classes.includes('drive'));
    expect(ofDrives.some(({ id }) => id.startsWith('NDR'))).toBe(false);
  });

  it('name the three gates that are not confirmed', () => {
    for (const id of UNCONFIRMED_GATES) expect(gateOf(id)).toBeDefined();
  });
});
