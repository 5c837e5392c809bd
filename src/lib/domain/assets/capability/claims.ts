import type { Family } from '../../plant/families';
import type { Capability } from './capabilities';

/** What a maker says of a product. Nobody has proven it here. */
export interface Claim {
  capability: Capability;
  /** Where it is said. */
  source: string;
}

const IC7 = 'Danfoss: key security features of iC7';
const GATEWAY = 'DrivePro Remote Monitoring, cybersecurity paper';

const claims = (source: string, ...capabilities: readonly Capability[]): readonly Claim[] =>
  capabilities.map((capability) => ({ capability, source }));

/**
 * Claims by family of drives. Of VLT drives the maker says no more than that it works by IEC 62443-4-2, and of
 * VACON NX and 100 that it works towards its level 1: that is no ability, and so nothing stands here.
 */
export const FAMILY_CLAIMS: Readonly<Partial<Record<Family, readonly Claim[]>>> = {
  ic7: claims(
    IC7,
    'crypto-chip',
    'tamper-resistance',
    'verified-firmware',
    'encrypted-firmware',
    'pki-identity',
    'tool-encryption',
    'user-management',
    'updates',
    'safe-stop-apart',
  ),
};

/** What is said of the gateways of the vendor's own solution; of a gateway of another make nothing is. */
export const GATEWAY_CLAIMS: readonly Claim[] = claims(
  GATEWAY,
  'crypto-chip',
  'tamper-resistance',
  'verified-firmware',
  'pki-identity',
  'updates',
  'confined-services',
  'flood-protection',
);

/** A published finding against a claim, for versions up to a fix. */
export interface Contradiction {
  vulnerability: string;
  /** Names of the product, as `matchName` takes them. */
  product: string;
  /** Versions that are affected, as `readRange` takes them. */
  affected: string;
  fixed: string;
  capabilities: readonly Capability[];
  found: string;
  source: string;
}

const of15203 = (product: string, affected: string, fixed: string): Contradiction => ({
  vulnerability: 'CVE-2026-15203',
  product,
  affected,
  fixed,
  capabilities: ['verified-firmware', 'tamper-resistance'],
  found: 'debug interfaces are open, and unsigned firmware, applications and stored data can be put in',
  source: 'https://www.cve.org/CVERecord?id=CVE-2026-15203',
});

/** Findings that speak against what the maker claims (reference: vulnerabilities-lifecycle, 3 and 4). */
export const CONTRADICTIONS: readonly Contradiction[] = [
  of15203('iC7-Automation', '<=2025.3.3', '2026.2.5-26A'),
  of15203('iC7-Marine', '<=2025.8.19', '2026.6.30-GR4.4'),
  of15203('iC7-Hybrid', '<=2025.10.300845', '2026.7.2-GR4.5'),
];
