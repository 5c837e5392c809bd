import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { createPublicKey, webcrypto } from 'node:crypto';
import type { GatewayId } from '../../../domain/ids';
import { DomainError } from '../../../domain/errors';

x509.cryptoProvider.set(webcrypto as Crypto);

/** Far above any honest request. */
const LARGEST_REQUEST = 16_384;
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/**
 * Reads a PKCS #10 request (PEM) and gives its public key (SubjectPublicKeyInfo, DER). The key's owner
 * must have signed it, and its common name must be the gateway's name; everything else in it is ignored.
 * Throws `gateway.csr-invalid` with the reason.
 */
export async function readRequest(pemText: string, name: GatewayId): Promise<ArrayBuffer> {
  const request = parse(pemText);
  const names = request.subjectName.getField('CN');
  if (names.length !== 1 || names[0] !== name) {
    throw refuse(`its common name is "${names.join('", "').slice(0, 200)}", not "${name}"`);
  }
  refuseWeakKey(request.publicKey.rawData);
  if (!(await signedByItsOwner(request))) throw refuse('its signature does not match its key');
  return request.publicKey.rawData;
}

function parse(text: string): x509.Pkcs10CertificateRequest {
  if (text.length > LARGEST_REQUEST) throw refuse('it is longer than any request');
  if (!text.includes('CERTIFICATE REQUEST-----')) throw refuse('it is no PEM certificate request');
  try {
    return new x509.Pkcs10CertificateRequest(text);
  } catch (cause) {
    throw refuse('it cannot be read', cause);
  }
}

/** Curves and sizes that are safe for the life of a certificate; TPMs commonly hold RSA 2048 or P-256. */
function refuseWeakKey(spki: ArrayBuffer): void {
  const key = publicKey(spki);
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ec':
      if (!CURVES.has(details.namedCurve ?? '')) throw refuse('its curve is not P-256, P-384 or P-521');
      return;
    case 'rsa':
      if ((details.modulusLength ?? 0) < 2048) throw refuse('its RSA key is shorter than 2048 bits');
      return;
    case 'ed25519':
      return;
    default:
      throw refuse('its key is neither EC, RSA nor Ed25519');
  }
}

function publicKey(spki: ArrayBuffer) {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (cause) {
    throw refuse('its public key cannot be read', cause);
  }
}

async function signedByItsOwner(request: x509.Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify();
  } catch {
    return false;
  }
}

const refuse = (why: string, cause?: unknown): DomainError =>
  new DomainError('gateway.csr-invalid', `The certificate request is not usable: ${why}.`, { cause });
