import { describe, expect, it } from 'vitest';
import { EVIDENCE, EVIDENCE_KEYS, type EvidenceKey } from './evidence';
import { FRS, GATES } from './fr';
import { REQUIREMENTS, requirementById, type RequirementId } from './requirements';

/** What evidence alone can say of a requirement, best first. */
function judgeability(requirement: RequirementId): 'full' | 'partial' | 'none' {
  const kinds = EVIDENCE_KEYS.flatMap((key) => EVIDENCE[key].maps)
    .filter((map) => map.requirement === requirement)
    .map(({ proves }) => proves);
  return kinds.includes('full') ? 'full' : kinds.includes('partial') ? 'partial' : 'none';
}

describe('evidence', () => {
  it('is sixty questions that speak 139 times of requirements', () => {
    expect(EVIDENCE_KEYS).toHaveLength(60);
    expect(EVIDENCE_KEYS.flatMap((key) => EVIDENCE[key].maps)).toHaveLength(139);
  });

  it('speaks only of requirements that there are', () => {
    for (const { maps } of Object.values(EVIDENCE))
      for (const { requirement } of maps) expect(requirementById(requirement), requirement).toBeDefined();
  });

  it('decides, helps or is silent on as many requirements of each level as it should', () => {
    const counted = GATES.map((gate) => {
      const upTo = REQUIREMENTS.filter((requirement) => requirement.gate <= gate).map(({ id }) =>
        judgeability(id),
      );
      return (['full', 'partial', 'none'] as const).map((kind) => upTo.filter((is) => is === kind).length);
    });
    expect(counted).toEqual([
      [15, 21, 1],
      [31, 28, 1],
      [47, 38, 5],
      [51, 42, 7],
    ]);
  });

  it('can refute 78 requirements', () => {
    const refutable = new Set(
      EVIDENCE_KEYS.flatMap((key) => EVIDENCE[key].maps)
        .filter(({ refutes }) => refutes)
        .map(({ requirement }) => requirement),
    );
    expect(refutable.size).toBe(78);
  });

  it('puts an FR to nothing by these single fails', () => {
    const strike = (fr: number) =>
      EVIDENCE_KEYS.filter((key) =>
        EVIDENCE[key].maps.some(({ requirement, refutes }) => {
          const asked = requirementById(requirement);
          return refutes && asked?.fr === fr && asked.gate === 1;
        }),
      ).sort();
    expect(Object.fromEntries(FRS.map((fr) => [fr, strike(fr)]))).toMatchObject({
      1: [
        'gw.accounts.default',
        'gw.login.lockout',
        'gw.mtls',
        'gw.password.policy',
        'gw.remote.request',
        'gw.ssh.config',
        'gw.wireless',
      ],
      3: ['drv.fieldbus.timeout', 'drv.sto', 'gw.malware', 'gw.mtls', 'plat.selftest'],
      4: ['plat.tls'],
      5: ['gw.ports.outbound', 'net.segments'],
      6: ['gw.log.forward'],
    });
  });

  it.each<EvidenceKey>(['gw.fw.version', 'gw.tamper'])('%s reaches no level', (key) => {
    expect(EVIDENCE[key].maps).toEqual([]);
  });

  it('cannot prove an unauthenticated protocol away', () => {
    expect(EVIDENCE['drv.protocol']).toMatchObject({ structural: true });
    expect(EVIDENCE['drv.protocol'].maps.map(({ proves }) => proves)).toEqual(['none', 'none', 'none']);
  });
});
