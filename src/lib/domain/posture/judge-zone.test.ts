import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssetClass } from './components';
import { EVIDENCE, EVIDENCE_KEYS, type EvidenceKey } from './evidence';
import type { Answer, AssetFacts, Attestation, ZoneFacts } from './facts';
import { FRS } from './fr';
import { judgeZone, standingsOf } from './judge-zone';
import { levelOf } from './level';
import { REQUIREMENTS, requirementById, type RequirementId } from './requirements';

const NOW = 1_000_000_000_000;
const DAY = 86_400_000;
const NOTHING: ZoneFacts = { assets: [], attestations: [], compensations: [], doubts: [] };

type Given = Partial<Record<EvidenceKey, Answer['verdict'] | Answer>>;
function asset(id: string, of: AssetClass, given: Given = {}, isSilent = false): AssetFacts {
  const answers = Object.entries(given).map(([key, verdict]): [EvidenceKey, Answer] => [
    key as EvidenceKey,
    typeof verdict === 'string' ? { verdict, at: NOW - 1_000, found: verdict } : verdict,
  ]);
  return { id, class: of, isSilent, answers: new Map(answers) };
}
const gateway = (given?: Given, isSilent?: boolean) => asset('gw-1', 'gateway', given, isSilent);
const drive = (given?: Given) => asset('pump-1', 'drive', given);
const word = (requirement: RequirementId, over: Partial<Attestation> = {}): Attestation => ({
  id: 7,
  requirement,
  classes: 'all',
  signedAt: NOW - DAY,
  expiresAt: NOW + DAY,
  signatures: 1,
  ...over,
});
const judged = (facts: Partial<ZoneFacts>, requirement: RequirementId, now = NOW) =>
  judgeZone({ ...NOTHING, ...facts }, now).get(requirement);

describe('a requirement in a zone', () => {
  it('is unknown while nothing is known', () => {
    for (const { standing } of judgeZone(NOTHING, NOW).values()) expect(standing).toBe('unknown');
  });

  it('is met when every asset of every class in its scope passed a question that is enough', () => {
    expect(judged({ assets: [gateway({ 'gw.ports.listening': 'pass' })] }, 'SR 7.7')?.standing).toBe('met');
    const two = [gateway({ 'gw.ports.listening': 'pass' }), asset('gw-2', 'gateway')];
    expect(judged({ assets: two }, 'SR 7.7')).toEqual({
      standing: 'unknown',
      because: [{ kind: 'unproven', class: 'gateway', assets: ['gw-2'], by: ['gw.ports.listening'] }],
    });
  });

  it('is refuted by one asset that failed, whatever the others prove', () => {
    const assets = [
      gateway({ 'gw.ports.listening': 'pass' }),
      asset('gw-2', 'gateway', { 'gw.ports.listening': 'fail' }),
    ];
    expect(judged({ assets }, 'SR 7.7')).toMatchObject({
      standing: 'not-met',
      because: [{ kind: 'refuted', asset: 'gw-2', key: 'gw.ports.listening', found: 'fail' }],
    });
  });

  it('is only unproven by a fail that does not refute', () => {
    const assets = [gateway({ 'gw.accounts.idle': 'fail' })];
    expect(judged({ assets, attestations: [word('SR 1.4')] }, 'SR 1.4')?.standing).toBe('unknown');
  });

  it('needs somebody’s word beside a pass that only helps', () => {
    const assets = [gateway({ 'gw.resources': 'pass' })];
    expect(judged({ assets }, 'SR 7.2')).toEqual({
      standing: 'unknown',
      because: [{ kind: 'unattested', class: 'gateway', signatures: 1 }],
    });
    expect(judged({ assets, attestations: [word('SR 7.2')] }, 'SR 7.2')?.standing).toBe('met');
  });

  it('is met by a word alone where nothing could be seen', () => {
    const assets = [gateway(), drive()];
    expect(judged({ assets, attestations: [word('SR 2.4')] }, 'SR 2.4')?.standing).toBe('met');
  });

  it('can be met, each of them, in a zone where everything passes and everything is signed', () => {
    const all = Object.fromEntries(EVIDENCE_KEYS.map((key) => [key, 'pass' as const]));
    const classes = ['gateway', 'drive', 'network', 'platform'] as const;
    const facts = {
      ...NOTHING,
      assets: classes.map((of) => asset(of, of, all)),
      attestations: REQUIREMENTS.map(({ id }) => word(id, { signatures: 2 })),
    };
    const open = [...judgeZone(facts, NOW)].filter(([, { standing }]) => standing !== 'met');
    expect(open).toEqual([]);
  });

  it('is asked of what its base is asked of where nothing speaks for an enhancement', () => {
    expect(judged({ assets: [gateway()], attestations: [] }, 'SR 2.3 RE(1)')?.because).toEqual([
      { kind: 'unattested', class: 'gateway', signatures: 2 },
    ]);
  });

  it('does not wait for an attack to be noticed', () => {
    expect(judged({ assets: [gateway()], attestations: [word('SR 6.2')] }, 'SR 6.2')?.standing).toBe('met');
  });

  it('is not met by a word where evidence could be had and is missing', () => {
    expect(judged({ assets: [gateway()], attestations: [word('SR 7.2')] }, 'SR 7.2')?.standing).toBe(
      'unknown',
    );
  });

  it('asks of drives too what the standard asks of components, though no question speaks for them', () => {
    const assets = [gateway({ 'gw.password.policy': 'pass' }), drive()];
    expect(judged({ assets }, 'SR 1.7')).toMatchObject({
      standing: 'unknown',
      because: [
        { kind: 'proven', class: 'gateway' },
        { kind: 'unattested', class: 'drive' },
      ],
    });
    const attestations = [word('SR 1.7', { classes: ['drive'] })];
    expect(judged({ assets, attestations }, 'SR 1.7')?.standing).toBe('met');
  });

  it('takes two signatures from gate 3 upwards', () => {
    const assets = [gateway()];
    const id = 'SR 2.4 RE(1)';
    expect(requirementById(id)?.gate).toBe(3);
    expect(judged({ assets, attestations: [word(id)] }, id)?.standing).toBe('unknown');
    expect(judged({ assets, attestations: [word(id, { signatures: 2 })] }, id)?.standing).toBe('met');
  });

  it('is unknown again when the word has expired or was not yet given', () => {
    const assets = [gateway()];
    expect(judged({ assets, attestations: [word('SR 2.4', { expiresAt: NOW })] }, 'SR 2.4')?.standing).toBe(
      'unknown',
    );
    expect(
      judged({ assets, attestations: [word('SR 2.4', { signedAt: NOW + 1 })] }, 'SR 2.4')?.standing,
    ).toBe('unknown');
  });

  it('does not apply when every radio is proven off', () => {
    const off: Given = { 'gw.wireless': 'not-applicable' };
    for (const id of ['SR 1.6', 'SR 1.6 RE(1)', 'SR 2.2', 'SR 2.2 RE(1)'] as const)
      expect(judged({ assets: [gateway(off)] }, id)?.standing).toBe('na');
    expect(judged({ assets: [gateway(off), asset('gw-2', 'gateway')] }, 'SR 1.6')?.standing).toBe('unknown');
  });

  it('is compensated until the measure expires, and refuted again after it', () => {
    const assets = [drive({ 'drv.protocol': 'fail' })];
    const measure = {
      id: 3,
      requirement: 'SR 1.2' as const,
      approvedAt: NOW - DAY,
      expiresAt: NOW + DAY,
      reason: 'cabinet',
    };
    const facts = { assets, compensations: [measure] };
    expect(judged(facts, 'SR 1.2')?.standing).toBe('compensated');
    expect(judged(facts, 'SR 1.2', NOW + DAY)?.standing).toBe('not-met');
  });

  it('loses its proof, and is not refuted, by an open vulnerability', () => {
    const assets = [gateway({ 'gw.ports.listening': 'pass' })];
    const doubts = [{ requirement: 'SR 7.7' as const, asset: 'gw-1', vulnerability: 'CVE-2025-41452' }];
    expect(judged({ assets, doubts }, 'SR 7.7')).toMatchObject({
      standing: 'unknown',
      because: [{ kind: 'doubted', vulnerability: 'CVE-2025-41452' }, { kind: 'proven' }],
    });
  });

  it('loses a proof when it is too old, and when its asset falls silent', () => {
    const old: Given = { 'gw.ntp': { verdict: 'pass', at: NOW - 2 * 3_600_000, found: 'synchronised' } };
    expect(judged({ assets: [gateway(old)] }, 'SR 2.11')?.standing).toBe('unknown');
    expect(judged({ assets: [gateway({ 'gw.ntp': 'pass' })] }, 'SR 2.11')?.standing).toBe('met');
    expect(judged({ assets: [gateway({ 'gw.ntp': 'pass' }, true)] }, 'SR 2.11')?.standing).toBe('unknown');
  });

  it('stays refuted by an asset that failed and fell silent: silence does not look better', () => {
    const old: Given = { 'gw.ntp': { verdict: 'fail', at: NOW - 30 * DAY, found: 'not synchronised' } };
    expect(judged({ assets: [gateway(old, true)] }, 'SR 2.11')?.standing).toBe('not-met');
  });

  it('is never proven by a moment, however fresh', () => {
    const seen: Given = { 'gw.dos.event': { verdict: 'pass', at: NOW, found: 'flood' } };
    expect(judged({ assets: [gateway(seen)], attestations: [] }, 'SR 6.2')?.standing).toBe('unknown');
  });
});

describe('posture of a zone, whatever is known', () => {
  const verdict = fc.constantFrom<Answer['verdict']>('pass', 'fail', 'not-applicable');
  const answers = (of: AssetClass) =>
    fc
      .array(
        fc.tuple(
          fc.constantFrom(...EVIDENCE_KEYS.filter((key) => EVIDENCE[key].of.includes(of))),
          verdict,
          fc.integer({ min: 0, max: 400 }),
        ),
        { maxLength: 12 },
      )
      .map(
        (list) =>
          new Map(list.map(([key, is, days]) => [key, { verdict: is, at: NOW - days * DAY, found: is }])),
      );
  const someAsset = fc.constantFrom<AssetClass>('gateway', 'drive', 'platform', 'network').chain((of) =>
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      class: fc.constant(of),
      isSilent: fc.boolean(),
      answers: answers(of),
    }),
  );
  const anyId = fc.constantFrom(...REQUIREMENTS.map(({ id }) => id));
  const someFacts: fc.Arbitrary<ZoneFacts> = fc.record({
    assets: fc.array(someAsset, { maxLength: 6 }),
    attestations: fc.array(
      anyId.map((id) => word(id, { signatures: 2 })),
      { maxLength: 8 },
    ),
    compensations: fc.constant([]),
    doubts: fc.constant([]),
  });
  const levels = (facts: ZoneFacts, now = NOW) => {
    const standings = standingsOf(judgeZone(facts, now));
    return FRS.map((fr) => levelOf(fr, standings));
  };

  it('does not depend on the order of what arrived', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const turned: ZoneFacts = {
          ...facts,
          assets: facts.assets
            .toReversed()
            .map((one) => ({ ...one, answers: new Map([...one.answers].reverse()) })),
          attestations: facts.attestations.toReversed(),
        };
        expect(levels(turned)).toEqual(levels(facts));
      }),
    );
  });

  it('only loses what is confirmed as time passes', () => {
    fc.assert(
      fc.property(someFacts, fc.integer({ min: 1, max: 9_000 }), (facts, hours) => {
        const later = levels(facts, NOW + hours * 3_600_000);
        levels(facts).forEach(({ confirmed, possible }, i) => {
          expect(later[i]?.confirmed).toBeLessThanOrEqual(confirmed);
          // What did not apply was proven so; when that proof is old, a fail that it hid may come back.
          expect(later[i]?.possible).toBeLessThanOrEqual(possible);
        });
      }),
    );
  });

  it('is never better for an asset that fell silent', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const silent = { ...facts, assets: facts.assets.map((one) => ({ ...one, isSilent: true })) };
        const now = levels(facts);
        levels(silent).forEach(({ confirmed, possible }, i) => {
          expect(confirmed).toBeLessThanOrEqual(now[i]?.confirmed ?? 0);
          expect(possible).toBeLessThanOrEqual(now[i]?.possible ?? 0);
        });
      }),
    );
  });

  it('is narrowed, never widened, by the answer to a question that was open', () => {
    const open = fc.tuple(someFacts, verdict, fc.nat(), fc.nat());
    fc.assert(
      fc.property(open, ([facts, is, which, question]) => {
        const one = facts.assets[which % Math.max(1, facts.assets.length)];
        if (one === undefined) return;
        const asked = EVIDENCE_KEYS.filter(
          (key) => EVIDENCE[key].of.includes(one.class) && !one.answers.has(key),
        );
        const key = asked[question % asked.length];
        if (key === undefined) return;
        const told = {
          ...one,
          answers: new Map([...one.answers, [key, { verdict: is, at: NOW, found: is }]]),
        };
        const before = levels(facts);
        const after = levels({
          ...facts,
          assets: facts.assets.map((other) => (other === one ? told : other)),
        });
        after.forEach(({ confirmed, possible }, i) => {
          // What turns out not to apply may lift a refutation: that is the one way up.
          if (is === 'not-applicable') return;
          expect(confirmed).toBeGreaterThanOrEqual(before[i]?.confirmed ?? 0);
          expect(possible).toBeLessThanOrEqual(before[i]?.possible ?? 4);
        });
      }),
    );
  });
});
