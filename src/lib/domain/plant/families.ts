/** The drive families the product knows; `unknown` still works, without decoded words. */
export const FAMILIES = [
  'vacon-nx',
  'vacon-100',
  'vlt-fc-102',
  'vlt-fc-103',
  'vlt-fc-202',
  'vlt-fc-302',
  'ic2',
  'ic7',
  'unknown',
] as const;
export type Family = (typeof FAMILIES)[number];

/** Which status-word layout a family speaks (reference: drives, section 5). */
export type WordLayout = 'vlt' | 'vacon-nx' | 'vacon-100' | 'profidrive' | 'none';

interface FamilyFacts {
  label: string;
  words: WordLayout;
}

export const FAMILY_FACTS = {
  'vacon-nx': { label: 'VACON NX', words: 'vacon-nx' },
  'vacon-100': { label: 'VACON 100', words: 'vacon-100' },
  'vlt-fc-102': { label: 'VLT FC 102', words: 'vlt' },
  'vlt-fc-103': { label: 'VLT FC 103', words: 'vlt' },
  'vlt-fc-202': { label: 'VLT FC 202', words: 'vlt' },
  'vlt-fc-302': { label: 'VLT FC 302', words: 'vlt' },
  ic2: { label: 'iC2', words: 'vlt' },
  ic7: { label: 'iC7', words: 'profidrive' },
  unknown: { label: 'Unknown drive', words: 'none' },
} as const satisfies Record<Family, FamilyFacts>;
