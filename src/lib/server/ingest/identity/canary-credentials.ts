import { CANARY } from '../../../domain/alarms/canary';
import type { Instant } from '../../../domain/time';
import type { Authority } from './authority';
import type { GatewayIdentity } from './gateway-identity';

/**
 * A key and certificate for the canary, let in from now on; PEM texts. Both live in memory alone: what is not
 * written down need not be guarded, and a new start makes new ones.
 */
export async function canaryCredentials(
  authority: Authority,
  identity: Pick<GatewayIdentity, 'admitCanary'>,
  now: Instant,
  notAfter: Instant,
): Promise<{ certificate: string; key: string; ca: string }> {
  const { newKeyPair } = await import('./certificate-maker');
  const { publicKey, keyPem } = await newKeyPair();
  const certificate = await authority.issueClient(CANARY, publicKey, now, notAfter);
  identity.admitCanary(certificate);
  return { certificate, key: keyPem, ca: authority.caPem };
}
