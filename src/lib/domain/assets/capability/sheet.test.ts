import { describe, expect, it } from 'vitest';
import { COMPONENT_REQUIREMENTS } from '../../posture/components';
import { EVIDENCE, type EvidenceKey } from '../../posture/evidence';
import type { Answer } from '../../posture/facts';
import { CAPABILITIES } from './capabilities';
import { capabilitySheet, type SheetSubject } from './sheet';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const answer = (verdict: Answer['verdict'], at = NOW): Answer => ({ verdict, at, found: 'found so' });
const subject = (
  facts: Partial<Omit<SheetSubject, 'answers'>> & {
    firmware?: string;
    answers?: Partial<Record<EvidenceKey, Answer>>;
  },
): SheetSubject => ({
  kind: 'drive',
  family: 'ic7',
  vendor: 'Danfoss',
  product: 'iC7-Automation',
  ...facts,
  versions: facts.firmware === undefined ? [] : [{ part: 'firmware', version: facts.firmware }],
  answers: new Map(Object.entries(facts.answers ?? {})) as SheetSubject['answers'],
});
const stateOf = (capability: string, ...of: Parameters<typeof subject>) =>
  capabilitySheet(subject(...of), NOW).find((row) => row.capability === capability)?.state;

describe('what a component can do', () => {
  it('is claimed where its maker says so, and no more than that', () => {
    expect(stateOf('crypto-chip', {})).toBe('claimed');
    expect(stateOf('encrypted-firmware', {})).toBe('claimed');
    expect(stateOf('crypto-chip', { family: 'vlt-fc-202', product: 'VLT AQUA Drive FC 202' })).toBe(
      'unknown',
    );
    expect(stateOf('crypto-chip', { family: 'vacon-nx', product: 'VACON NXP' })).toBe('unknown');
  });

  it('is proven by fresh evidence, and only claimed when that grew old', () => {
    const answers = { 'drv.sto': answer('pass') };
    expect(stateOf('safe-stop-apart', { answers })).toBe('proven');
    const old = { 'drv.sto': answer('pass', NOW - EVIDENCE['drv.sto'].freshForMs - 1) };
    expect(stateOf('safe-stop-apart', { answers: old })).toBe('claimed');
  });

  it('is contradicted by a fail, however old, whatever the maker says', () => {
    const answers = { 'gw.secureboot': answer('fail', 0) };
    expect(stateOf('verified-firmware', { kind: 'gateway', family: undefined, answers })).toBe(
      'contradicted',
    );
  });

  it('is not claimed of a gateway of another make', () => {
    const gateway = { kind: 'gateway', family: undefined, product: 'IG-20' } as const;
    expect(stateOf('crypto-chip', { ...gateway, vendor: 'Acme' })).toBe('unknown');
    expect(stateOf('crypto-chip', { ...gateway, vendor: '', product: 'DrivePro IG' })).toBe('claimed');
  });

  it('is not judged by what does not apply', () => {
    const answers = { 'gw.tpm.used': answer('not-applicable') };
    expect(stateOf('crypto-chip', { kind: 'gateway', family: undefined, answers })).toBe('claimed');
  });
});

describe('“only verified firmware is executed” of iC7 drives', () => {
  it.each([
    ['iC7-Automation', '2025.3.3', 'contradicted'],
    ['iC7-Automation', '2026.2.5-26A', 'claimed'],
    ['iC7-Automation SP', '2025.3.1', 'contradicted'],
    ['iC7-Marine', '2025.8.19', 'contradicted'],
    ['iC7-Marine', '2025.8.20', 'claimed'],
    ['iC7-Hybrid', '2025.10.300845', 'contradicted'],
    ['iC7-Motion', '2025.1.1', 'claimed'],
  ])('on %s %s is %s', (product, firmware, state) => {
    expect(stateOf('verified-firmware', { product, firmware })).toBe(state);
  });

  it('is contradicted as long as the version is not known, and says so', () => {
    const row = capabilitySheet(subject({}), NOW).find(({ state }) => state === 'contradicted');
    expect(row?.facts[0]).toMatchObject({ speaks: 'against', kind: 'vulnerability' });
    expect(row?.facts[0]?.text).toMatch(/^CVE-2026-15203: .*which version runs is not known$/);
  });
});

it('asks a gateway for no safe stop and a drive for no services', () => {
  const keys = (kind: SheetSubject['kind']) =>
    capabilitySheet(subject({ kind }), NOW).map(({ capability }) => capability);
  expect(keys('gateway')).not.toContain('safe-stop-apart');
  expect(keys('drive')).not.toContain('confined-services');
});

it('bears on requirements that IEC 62443-4-2 has', () => {
  const known = new Set(COMPONENT_REQUIREMENTS.map(({ id }) => id));
  const named = Object.values(CAPABILITIES).flatMap(({ requirements }): string[] => [...requirements]);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
