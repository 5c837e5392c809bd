import { describe, expect, it } from 'vitest';
import { EVENT_TYPE_IDS, EVENT_TYPES } from '../security/catalogue';
import { RULES } from './rules';

const typesOf = (rule: (typeof RULES)[number]) =>
  rule.openings.flatMap(({ types }) => (types === 'other-alarms' ? [] : types));

describe('the rules of correlation', () => {
  it('have each type in the openings of one rule only, so that order does not matter', () => {
    const all = RULES.flatMap((rule) => typesOf(rule));
    expect(all.filter((type, i) => all.indexOf(type) !== i)).toEqual([]);
  });

  it('have names and say what they are about', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { about, openings } of RULES) {
      expect(about.length).toBeGreaterThan(10);
      expect(openings.length).toBeGreaterThan(0);
    }
  });

  it('order their openings from the worst to the least', () => {
    for (const { id, openings } of RULES) {
      const severities = openings.map(({ severity }) => severity);
      expect([id, severities]).toEqual([id, [...severities].sort()]);
    }
  });

  it('know only types that exist', () => {
    const known = new Set<string>([...EVENT_TYPE_IDS, 'audit.rollback', 'audit.verifier_stopped']);
    const named = RULES.flatMap((rule) => [...typesOf(rule), ...rule.context]);
    expect(named.filter((type) => !known.has(type))).toEqual([]);
  });

  it('take up every event that can ask for somebody under a heading of the catalogue', () => {
    const taken = new Set(RULES.flatMap((rule) => [...typesOf(rule), ...rule.context]));
    const urgent = EVENT_TYPE_IDS.filter(
      (id) =>
        EVENT_TYPES[id].incidentRule !== undefined &&
        (EVENT_TYPES[id].response === 'act' || EVENT_TYPES[id].actsFrom !== undefined),
    );
    expect(urgent.filter((id) => !taken.has(id))).toEqual([]);
  });
});
