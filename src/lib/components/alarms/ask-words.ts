import type { Asked } from './alarm-desk.svelte';
import { tagOf } from './alarm-words';

interface VerbWords {
  title: string;
  /** What the field asks for; undefined where nothing is asked. */
  field: string | undefined;
  /** Whether nothing may be done without words. */
  isNeeded: boolean;
  /** What it means, where that is not plain. */
  meaning: string;
}

export const VERB_WORDS = {
  acknowledge: {
    title: 'Acknowledge',
    field: 'Note: what you see, what you do',
    isNeeded: false,
    meaning: '',
  },
  shelve: { title: 'Shelve', field: 'Reason', isNeeded: true, meaning: '' },
  confirm: {
    title: 'Confirm',
    field: 'Note: how the cause was dealt with',
    isNeeded: false,
    meaning: 'Says that the cause was dealt with. The alarm itself follows its condition.',
  },
  reset: {
    title: 'Reset',
    field: 'Note',
    isNeeded: false,
    meaning: 'Lets go of a latched alarm whose condition is over. Nothing is sent to the drive.',
  },
  unshelve: {
    title: 'Unshelve',
    field: undefined,
    isNeeded: false,
    meaning: 'It is annunciated again if it holds.',
  },
  suppress: {
    title: 'Suppress',
    field: 'Reason',
    isNeeded: true,
    meaning: 'It is recorded and listed, and not annunciated, until somebody takes that back.',
  },
  unsuppress: {
    title: 'End suppression',
    field: undefined,
    isNeeded: false,
    meaning: 'It is annunciated again if it holds.',
  },
  'out-of-service': {
    title: 'Take out of service',
    field: 'Reason, and the permit if there is one',
    isNeeded: true,
    meaning:
      'For maintenance. It is recorded and listed, and not annunciated, until it is returned to service.',
  },
  'return-to-service': {
    title: 'Return to service',
    field: undefined,
    isNeeded: false,
    meaning: 'It is annunciated again if it holds.',
  },
} as const satisfies Record<Asked['verb'], VerbWords>;

/** "Acknowledge mp-101", "Shelve 12 alarms". */
export function askTitle({ verb, alarms }: Asked): string {
  const [only] = alarms;
  const what = alarms.length === 1 && only !== undefined ? tagOf(only) : `${alarms.length} alarms`;
  return `${VERB_WORDS[verb].title}: ${what}`;
}
