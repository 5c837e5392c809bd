/**
 * PROFIdrive fault classes, the one grouping across all families (reference: drives, section 7.1). 1 to 12
 * are of high certainty, 13 to 19 of medium.
 */
export const FAULT_CLASSES = {
  1: 'Microcontroller hardware or software',
  2: 'Mains supply',
  3: 'Low-voltage supply',
  4: 'DC link overvoltage',
  5: 'Power electronics',
  6: 'Overtemperature of electronics',
  7: 'Earth fault or short circuit',
  8: 'Motor overload',
  9: 'Fieldbus',
  10: 'Safety channel',
  11: 'Feedback',
  12: 'Internal communication',
  13: 'Infeed',
  14: 'Braking unit',
  15: 'Line filter',
  16: 'External',
  17: 'Technology or application',
  18: 'Engineering or configuration',
  19: 'Other',
} as const;

export type FaultClass = keyof typeof FAULT_CLASSES;
