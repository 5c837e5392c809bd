import { describe, expect, it } from 'vitest';
import { SELF_IN_ORDER } from '../../../../tests/support/self-facts';
import type { EvidenceKey } from '../../domain/posture/evidence';
import { sayOfSelf, type SelfFacts } from './self-answers';
import { sayOfSettings } from './settings-answers';

function said(over: Partial<SelfFacts> = {}): Record<string, string> {
  const answers: Record<string, string> = {};
  sayOfSelf({ ...SELF_IN_ORDER, ...over }, (key, verdict, found) => (answers[key] = `${verdict}: ${found}`));
  return answers;
}

describe('this program of itself', () => {
  it('says that it has no second factor and no source of identities elsewhere', () => {
    expect(said()['plat.mfa']).toBe('fail: none of 5 accounts has a second factor: this program offers none');
    expect(said()['plat.sso']).toMatch(/^fail/);
  });

  it('says nothing of controls that nobody saw at work within 30 days', () => {
    expect(said()['plat.selftest']).toMatch(/^pass/);
    const { proofs } = SELF_IN_ORDER;
    for (const missing of ['signInHeld', 'strangerRefused', 'alarmsArrive'] as const)
      expect(said({ proofs: { ...proofs, [missing]: false } })['plat.selftest']).toBeUndefined();
  });

  it('says nothing of a proxy’s TLS and of its cookies', () => {
    expect(said({ web: 'tls' })['plat.tls']).toBe('pass: pages and MQTT endpoint from TLS 1.2 on');
    expect(said({ web: 'proxy' })).not.toHaveProperty('plat.tls');
    expect(said({ web: 'proxy' })).not.toHaveProperty('plat.session');
  });

  it('does not take two screens of one person for two people', () => {
    const accounts = { ...SELF_IN_ORDER.accounts, inTwoPlaces: 1 };
    expect(said({ accounts })).not.toHaveProperty(['gw.accounts.named']);
  });

  it('tells of requests without an end and of retired gateways that would still be let in', () => {
    expect(said({ remote: { all: 4, withoutEnd: 1 } })['gw.remote.request']).toBe(
      'fail: 1 of 4 requests to gateways are past their end',
    );
    expect(said({ retired: { all: 2, stillTrusted: ['gw-9'] } })['plat.decom']).toBe(
      'fail: certificate still valid: gw-9',
    );
  });
});

describe('settings of a zone’s assets', () => {
  const NOW = 1_000_000_000;
  const HOUR = 3_600_000;
  const told = (ages: Record<string, number | undefined>) => {
    const known = new Map(
      Object.entries(ages).map(([asset, hours]): [string, Map<EvidenceKey, never>] => [
        asset,
        new Map(
          hours === undefined
            ? []
            : [['gw.usb', { verdict: 'pass', found: '', at: NOW - hours * HOUR } as never]],
        ),
      ]),
    );
    let answer: string | undefined;
    sayOfSettings(Object.keys(ages), known, (_, verdict, found) => (answer = `${verdict}: ${found}`), NOW);
    return answer;
  };

  it('are new when every asset told them within a day', () => {
    expect(told({ a: 0.2, b: 5 })).toBe('pass: of all 2 assets, the oldest 5 h old');
    expect(told({ a: 0.2, b: 25 })).toBe('fail: of all 2 assets, the oldest 25 h old');
  });

  it('are not known while one asset never told any', () => {
    expect(told({ a: 0.2, b: undefined })).toBeUndefined();
    expect(told({})).toBeUndefined();
  });
});
