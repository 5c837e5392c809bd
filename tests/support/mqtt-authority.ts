import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../../src/lib/domain/time';
import { Authority } from '../../src/lib/server/ingest/identity/authority';
import { newKeyPair, type KeyedCertificate } from '../../src/lib/server/ingest/identity/certificate-maker';

/** What a gateway holds: its own pair and the authority it believes, as texts and as files. */
export interface GatewayCredentials extends KeyedCertificate {
  name: string;
  caPem: string;
  files: { ca: string; certificate: string; key: string };
}

/** A certificate authority in a directory of its own, with gateways' certificates for the asking. */
export interface TestAuthority {
  authority: Authority;
  directory: string;
  /** `notAfter` in ms since 1970; a year from now when left out. */
  issue(name: string, options?: { notAfter?: number; now?: number }): Promise<GatewayCredentials>;
  remove(): void;
}

export async function testAuthority(brokerHost = '127.0.0.1'): Promise<TestAuthority> {
  const directory = mkdtempSync(join(tmpdir(), 'zonewatch-authority-'));
  const authority = await Authority.open(join(directory, 'keys'), brokerHost, Date.now());
  return {
    authority,
    directory,
    async issue(name, { notAfter = Date.now() + 365 * DAY_MS, now = Date.now() } = {}) {
      const { publicKey, keyPem } = await newKeyPair();
      const certificatePem = await authority.issueClient(name, publicKey, now, notAfter);
      return asCredentials(name, { certificatePem, keyPem }, authority.caPem);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Puts a pair beside the authority's certificate, and both into files for clients that want files. */
export function asCredentials(name: string, pair: KeyedCertificate, caPem: string): GatewayCredentials {
  const folder = mkdtempSync(join(tmpdir(), 'zonewatch-gateway-'));
  const files = {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'key.pem'),
  };
  writeFileSync(files.ca, caPem);
  writeFileSync(files.certificate, pair.certificatePem);
  writeFileSync(files.key, pair.keyPem, { mode: 0o600 });
  return { ...pair, name, caPem, files };
}
