import { webcrypto } from 'node:crypto';

/** A new key (PKCS #8, PEM), and the request for a certificate of it (PKCS #10, PEM). */
export interface Renewal {
  key: string;
  request: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes what a gateway makes to be given another certificate: the key stays on it, the request is shown. */
export async function makeRenewal(name: string): Promise<Renewal> {
  // Loaded when it is needed: its library takes as long as a fifth of a start.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as Crypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name] }],
    keys: keys as CryptoKeyPair,
    signingAlgorithm: ALGORITHM,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(key, 'PRIVATE KEY'), request: request.toString('pem') };
}
