import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../storage/gateway-store';

/** SHA-256 of the certificate in hex, as it is kept. */
export const fingerprintOf = (certificate: X509Certificate): string =>
  certificate.fingerprint256.replaceAll(':', '').toLowerCase();

/** The one common name; undefined for none or several, of which none could be trusted to be meant. */
export function commonNameOf(certificate: X509Certificate): string | undefined {
  const subject: Record<string, unknown> = { ...certificate.toLegacyObject().subject };
  return typeof subject.CN === 'string' ? subject.CN : undefined;
}

export const factsOf = (certificate: X509Certificate): CertificateFacts => ({
  fingerprint: fingerprintOf(certificate),
  serial: certificate.serialNumber.toLowerCase(),
  issuer: certificate.issuer.replaceAll('\n', ', ').slice(0, 200),
  notBefore: Date.parse(certificate.validFrom),
  notAfter: Date.parse(certificate.validTo),
});
