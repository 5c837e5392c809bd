import { expect, it } from 'vitest';
import { EVIDENCE } from './evidence';
import type { AssetFacts, Attestation, ZoneFacts } from './facts';
import { validUntil } from './valid-until';

const NOW = 1_000_000_000;
const CERT_MS = EVIDENCE['gw.cert'].freshForMs;

const gateway = (at: number, isSilent = false): AssetFacts => ({
  id: 'gateway:gw-1',
  class: 'gateway',
  isSilent,
  answers: new Map([['gw.cert', { verdict: 'pass', found: '', at }]]),
});
const word = (signedAt: number, expiresAt: number): Attestation => ({
  id: 1,
  requirement: 'SR 1.1' as Attestation['requirement'],
  classes: 'all',
  signedAt,
  expiresAt,
  signatures: 1,
});
const facts = (parts: Partial<ZoneFacts>): ZoneFacts => ({
  assets: [],
  attestations: [],
  compensations: [],
  doubts: [],
  ...parts,
});

it('holds until the first answer is too old', () => {
  const assets = [gateway(NOW - 5), gateway(NOW - 20)];
  expect(validUntil(facts({ assets }), NOW)).toBe(NOW - 20 + CERT_MS);
});

it('waits for no answer that is too old already, or whose asset is silent', () => {
  expect(validUntil(facts({ assets: [gateway(NOW - CERT_MS), gateway(NOW, true)] }), NOW)).toBe(Infinity);
});

it("holds until somebody's word begins or ends to count", () => {
  expect(validUntil(facts({ attestations: [word(NOW - 10, NOW + 7)] }), NOW)).toBe(NOW + 7);
  expect(validUntil(facts({ attestations: [word(NOW + 3, NOW + 7)] }), NOW)).toBe(NOW + 3);
});
