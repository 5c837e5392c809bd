import type { Gate } from './fr';
import { COMPONENT_ROWS } from './requirements/components';

/** What stands in a zone and is judged: a platform is this program, a network what joins them. */
export type AssetClass = 'gateway' | 'drive' | 'network' | 'platform';

/** A requirement of IEC 62443-4-2 on a single component, or an enhancement of one. */
export interface ComponentRequirement {
  /** Such as `CR 1.1`, `NDR 1.6` or `CR 1.1 RE(1)`. */
  id: string;
  /** Number that it shares with a system requirement, such as `1.1`; some have no counterpart. */
  number: string;
  gate: Gate;
  title: string;
  /** Classes of ours that it is asked of: a drive is an embedded device, a gateway a network device too. */
  classes: readonly AssetClass[];
}

/** IEC 62443-4-2:2019: 55 requirements and 38 enhancements (reference: posture, 2). */
export const COMPONENT_REQUIREMENTS: readonly ComponentRequirement[] = COMPONENT_ROWS.flatMap(
  ([id, title, gate, kinds, enhancements = []]) => {
    const number = id.slice(id.indexOf(' ') + 1);
    const classes: readonly AssetClass[] = kinds === 'NDR' ? ['gateway'] : ['gateway', 'drive'];
    return [
      { id, number, gate, title, classes },
      ...enhancements.map(([words, own], i) => ({
        id: `${id} RE(${i + 1})`,
        number,
        gate: own,
        title: words,
        classes,
      })),
    ];
  },
);

/** Gates that only one public source gives; to be compared with a bought copy. */
export const UNCONFIRMED_GATES: ReadonlySet<string> = new Set(['CR 6.1 RE(1)', 'CR 6.2', 'CR 7.8']);
