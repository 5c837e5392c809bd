/** Foundational requirements of IEC 62443, in the order of an SL vector. */
export const FRS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Fr = (typeof FRS)[number];

/** Security levels; 0 claims nothing. */
export type Level = 0 | 1 | 2 | 3 | 4;
export const GATES = [1, 2, 3, 4] as const;
/** The level that a requirement belongs to, and to all above. */
export type Gate = (typeof GATES)[number];

/** Code and name of each, as the standard has them. */
export const FR_NAMES: Readonly<Record<Fr, { code: string; name: string }>> = {
  1: { code: 'IAC', name: 'Identification and authentication control' },
  2: { code: 'UC', name: 'Use control' },
  3: { code: 'SI', name: 'System integrity' },
  4: { code: 'DC', name: 'Data confidentiality' },
  5: { code: 'RDF', name: 'Restricted data flow' },
  6: { code: 'TRE', name: 'Timely response to events' },
  7: { code: 'RA', name: 'Resource availability' },
};
