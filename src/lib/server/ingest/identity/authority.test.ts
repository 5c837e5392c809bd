import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY_MS } from '../../../domain/time';
import { Authority } from './authority';

const NOW = Date.UTC(2026, 10, 20);
let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'zonewatch-keys-')), 'keys');
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (host = '127.0.0.1', now = NOW) => Authority.open(directory, host, now);

it('the authority is a P-256 certificate of ten years that may sign leaves only', async () => {
  const authority = await open();
  const ca = new X509Certificate(authority.caPem);
  expect(ca.ca).toBe(true);
  expect(ca.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  const years = (Date.parse(ca.validTo) - NOW) / (365.25 * DAY_MS);
  expect(years).toBeGreaterThan(9.9);
  expect(years).toBeLessThan(10.1);
});

it('keys are readable by their owner alone', async () => {
  await (await open()).brokerCertificate(NOW);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const files = readdirSync(directory);
  expect(files.sort()).toEqual(['broker.pem', 'gateway-authority.pem', 'gateway-ca.pem']);
  expect(files.map((name) => statSync(join(directory, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
});

it('the authority outlives a restart, and two first starts at once agree on one', async () => {
  const [a, b] = await Promise.all([open(), open()]);
  expect(a.caPem).toBe(b.caPem);
  expect((await open()).caPem).toBe(a.caPem);
});

it('the broker is certified for this machine and for the address gateways dial', async () => {
  const { certificatePem } = await (await open('broker.plant.example')).brokerCertificate(NOW);
  const certificate = new X509Certificate(certificatePem);
  expect(certificate.checkHost('localhost')).toBeDefined();
  expect(certificate.checkIP('127.0.0.1')).toBeDefined();
  expect(certificate.checkIP('::1')).toBeDefined();
  expect(certificate.checkHost('broker.plant.example')).toBeDefined();
  expect(certificate.checkHost('elsewhere.example')).toBeUndefined();
});

it('the broker keeps its certificate for two thirds of 90 days, then has a new one', async () => {
  const authority = await open();
  const first = (await authority.brokerCertificate(NOW)).certificatePem;
  expect(Date.parse(new X509Certificate(first).validTo)).toBe(NOW + 90 * DAY_MS);
  expect((await authority.brokerCertificate(NOW + 59 * DAY_MS)).certificatePem).toBe(first);
  const second = (await authority.brokerCertificate(NOW + 61 * DAY_MS)).certificatePem;
  expect(second).not.toBe(first);
  expect(authority.signed(new X509Certificate(second))).toBe(true);
});

it('the broker has a new certificate when the address gateways dial has changed', async () => {
  const first = (await (await open()).brokerCertificate(NOW)).certificatePem;
  expect((await (await open('10.1.2.3')).brokerCertificate(NOW)).certificatePem).not.toBe(first);
});

it('a damaged authority stops the start instead of being replaced', async () => {
  await open();
  writeFileSync(join(directory, 'gateway-authority.pem'), 'nothing of use');
  await expect(open()).rejects.toThrow(/restore it from a backup/);
  expect(readFileSync(join(directory, 'gateway-authority.pem'), 'utf8')).toBe('nothing of use');
});

it('nor is one believed whose key belongs to another certificate', async () => {
  const file = join(directory, 'gateway-authority.pem');
  await open();
  const [key = ''] =
    /-----BEGIN PRIVATE KEY[^]+END PRIVATE KEY-----\n/.exec(readFileSync(file, 'utf8')) ?? [];
  rmSync(directory, { recursive: true });
  await open();
  const certificate = readFileSync(join(directory, 'gateway-ca.pem'), 'utf8');
  writeFileSync(file, key + certificate);
  await expect(open()).rejects.toThrow(/another certificate; restore it from a backup/);
});
