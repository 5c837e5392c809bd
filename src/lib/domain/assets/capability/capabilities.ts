/**
 * Abilities that make a component secure, as makers speak of them, each with the component requirements of
 * IEC 62443-4-2 that it bears on. Which of them a product has is claimed by its maker, proven or contradicted by what is
 * found, or not known.
 */
export const CAPABILITIES = {
  'crypto-chip': {
    title: 'Chip for keys',
    means: 'Keys are made and kept in hardware of their own.',
    requirements: ['CR 1.5 RE(1)', 'CR 1.9 RE(1)', 'CR 1.14 RE(1)'],
  },
  'tamper-resistance': {
    title: 'Resists tampering',
    means: 'The hardware withstands being opened or measured.',
    requirements: ['xDR 3.11'],
  },
  'verified-firmware': {
    title: 'Runs verified firmware only',
    means: 'What is not signed by its maker is not started.',
    requirements: ['CR 3.4', 'CR 3.4 RE(1)', 'xDR 3.12', 'xDR 3.14', 'xDR 3.14 RE(1)'],
  },
  'encrypted-firmware': {
    title: 'Keeps firmware encrypted',
    means: 'Stored firmware cannot be read out.',
    requirements: ['CR 4.1'],
  },
  'pki-identity': {
    title: 'Identity by certificate',
    means: 'It proves who it is with a key of its own and checks the other side.',
    requirements: ['CR 1.2', 'CR 1.2 RE(1)', 'CR 1.8', 'CR 1.9'],
  },
  'tool-encryption': {
    title: 'Encrypted way to its tool',
    means: 'Commissioning tools speak TLS with it.',
    requirements: ['CR 3.1', 'CR 3.1 RE(1)', 'CR 4.1', 'CR 4.3'],
  },
  'user-management': {
    title: 'Users with roles',
    means: 'People sign in at it and may do what their role allows.',
    requirements: ['CR 1.1', 'CR 1.3', 'CR 2.1', 'CR 2.1 RE(2)'],
  },
  updates: {
    title: 'Updates that are checked',
    means: 'Firmware can be replaced, and a false one is refused.',
    requirements: ['xDR 3.10', 'xDR 3.10 RE(1)'],
  },
  'confined-services': {
    title: 'Services kept apart',
    means: 'A program that was taken over cannot reach the others.',
    requirements: ['CR 2.1', 'xDR 3.2'],
  },
  'flood-protection': {
    title: 'Withstands floods',
    means: 'Floods and scans of its ports are met by the device itself.',
    requirements: ['CR 7.1'],
  },
  'safe-stop-apart': {
    title: 'Safe stop apart from control',
    means: 'Safe torque off works whatever the control does. Looked at, never acted upon.',
    requirements: [],
  },
} as const satisfies Record<string, CapabilityFacts>;

interface CapabilityFacts {
  title: string;
  /** What it means that something has it. */
  means: string;
  requirements: readonly string[];
}

export type Capability = keyof typeof CAPABILITIES;
export const CAPABILITY_KEYS = Object.keys(CAPABILITIES) as Capability[];
