/** Number, own words and gate of a system requirement, then own words and gate of each enhancement. */
export type RequirementRow = readonly [
  number: string,
  title: string,
  gate: 1 | 2 | 3 | 4,
  enhancements?: readonly (readonly [title: string, gate: 1 | 2 | 3 | 4])[],
];

/** As above for a component requirement, with the kinds of component that it is asked of. */
export type ComponentRow = readonly [
  id: string,
  title: string,
  gate: 1 | 2 | 3 | 4,
  kinds: 'all' | 'NDR' | 'EDR,HDR,NDR' | 'SAR,EDR,HDR,NDR',
  enhancements?: readonly (readonly [title: string, gate: 1 | 2 | 3 | 4])[],
];
