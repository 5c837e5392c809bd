import type { RequirementRow } from '../requirement-row';

/** FR 5, restricted data flow: number, own words, gate; then its enhancements. */
export const FR5: readonly RequirementRow[] = [
  [
    '5.1',
    'Network segmentation',
    1,
    [
      ['Physical segmentation', 2],
      ['Independence from non-control networks', 3],
      ['Critical networks logically and physically isolated', 4],
    ],
  ],
  [
    '5.2',
    'Zone boundary protection',
    1,
    [
      ['Deny by default, allow by exception', 2],
      ['Island mode', 3],
      ['Fail close', 3],
    ],
  ],
  ['5.3', 'Person-to-person messaging restricted', 1, [['Person-to-person messaging prohibited', 3]]],
  ['5.4', 'Application/data partitioning by zone', 1],
];
