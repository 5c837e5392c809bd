/**
 * What an `x-zonewatch-certificate` does to renew a gateway's certificate over its live session: `command` is one
 * of the words below. Nothing of it leaves the server; the certificate travels in a gateway command of its own.
 *
 *   issue       signs the request that the gateway shows as its twin `certificate_request`;
 *               sets __certificate__ (PEM) and __certificate_serial__
 *   revoke-old  refuses from now on every certificate of the gateway but the one it is connected with
 */
export const CERTIFICATE_ACTS = ['issue', 'revoke-old'] as const;
export type CertificateAct = (typeof CERTIFICATE_ACTS)[number];

export const isCertificateAct = (text: string | undefined): text is CertificateAct =>
  CERTIFICATE_ACTS.some((act) => act === text);
