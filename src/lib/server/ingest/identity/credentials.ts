import type { X509Certificate } from 'node:crypto';
import type { GatewayId } from '../../../domain/ids';
import type { Instant } from '../../../domain/time';
import type { RefusalKind } from '../link-observer';

/** Who a certificate is, or why it is nobody here. `subject` is a proven common name where there is one. */
export type Verdict =
  | { accepted: true; gateway: GatewayId; notAfter: Instant }
  | { accepted: false; kind: RefusalKind; subject: string | undefined; detail: string };

/** What a broker's listener presents and whom it believes. PEM texts. */
export interface TlsMaterial {
  certificate: string;
  key: string;
  /** Authorities that may sign gateways' certificates. */
  clientAuthorities: readonly string[];
}

/** What a broker needs to know of identity. */
export interface BrokerIdentity {
  /** Judges a certificate whose chain TLS has verified; answers from memory, also while the database is away. */
  check(certificate: X509Certificate, now: Instant): Verdict;
  /** Tells that a gateway came in with this certificate, so that it is on record. */
  met(gateway: GatewayId, certificate: X509Certificate, now: Instant): void;
  /** Renews what is due; equal texts mean that nothing has changed. */
  tlsMaterial(now: Instant): Promise<TlsMaterial>;
}
