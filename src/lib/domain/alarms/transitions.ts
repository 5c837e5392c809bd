import { isAnnunciated, stateOf, withheldBy, type AlarmFlags } from './state';

/** What can happen to an alarm: the machine's part first, then what people do. */
export type AlarmEvent =
  /**
   * The condition holds; said again while it does, it is a repetition. `isHeld`: its cause is active already.
   * `outgrowsShelf`: it is of a higher priority than the shelf was granted for.
   */
  | { type: 'activated'; isLatching: boolean; isHeld: boolean; outgrowsShelf?: boolean }
  | { type: 'returned' }
  /** Its severity rose while it was active. `outgrowsShelf` as above. */
  | { type: 'escalated'; outgrowsShelf?: boolean }
  /** It was acknowledged and then left as it is for too long. */
  | { type: 'realarmed' }
  /** The alarm of its cause became active, and is so no more. */
  | { type: 'held' }
  | { type: 'released' }
  | { type: 'acknowledge' }
  | { type: 'confirm' }
  | { type: 'reset' }
  | { type: 'shelve'; mode: 'timed' | 'one-shot' }
  /** By a person, or because its time is over. */
  | { type: 'unshelve' }
  | { type: 'suppress' }
  | { type: 'unsuppress' }
  | { type: 'take-out-of-service' }
  | { type: 'return-to-service' };

/** Why an act makes no sense now, with the sentence for whoever tried. */
export const REFUSALS = {
  'nothing-open': 'There is nothing to be done about this alarm any more.',
  'already-acknowledged': 'This alarm is acknowledged already.',
  'already-confirmed': 'This alarm is confirmed already.',
  'not-latched': 'This alarm is not latched: it needs no reset.',
  'not-acknowledged': 'Acknowledge the alarm before you reset it.',
  'condition-holds': 'The condition still holds: the alarm cannot be reset.',
  'not-shelved': 'This alarm is not shelved.',
  'already-suppressed': 'This alarm is suppressed already.',
  'not-suppressed': 'This alarm is not suppressed by a person.',
  'already-out-of-service': 'This alarm is out of service already.',
  'not-out-of-service': 'This alarm is in service.',
} as const;
export type Refusal = keyof typeof REFUSALS;

export type Outcome =
  | {
      outcome: 'changed';
      flags: AlarmFlags;
      /** A new occurrence begins: what was said and done about the one before stays with that one. */
      opens: boolean;
      /** To be annunciated now, as new. */
      isNews: boolean;
    }
  | { outcome: 'unchanged' }
  | { outcome: 'refused'; refusal: Refusal };

const UNCHANGED: Outcome = { outcome: 'unchanged' };
const refuse = (refusal: Refusal): Outcome => ({ outcome: 'refused', refusal });

/**
 * The transition table (reference: alarms, 2.3), for every state and every event. Where no row says anything:
 * what the machine says has no effect, what a person asks is refused.
 *
 * Row 8 and 13: a condition that comes back after it had returned is a new occurrence, acknowledged or not, so
 * that no act of people covers what they have not seen. Row 17: what was withheld comes back as its flags are,
 * returned or latched when nobody acknowledged it meanwhile; it is not forgotten because it was withheld.
 *
 * Row 1 and 14, shelved: a shelf was granted for what the alarm was. An alarm that has become worse than that
 * leaves it and sounds; what a cause, maintenance or design withholds stays withheld.
 */
export function applied(flags: AlarmFlags, event: AlarmEvent): Outcome {
  const isOpen = flags.occurrence === 'open';
  switch (event.type) {
    case 'activated': {
      if (isOpen && flags.active) return UNCHANGED;
      const begun = { active: true, acked: false, confirmed: false, latched: event.isLatching };
      const held = flags.held || event.isHeld;
      const left = leftShelf(event.outgrowsShelf);
      return changed(flags, { occurrence: 'open', ...begun, held, ...left }, { opens: true, sounds: true });
    }
    case 'returned':
      return isOpen && flags.active ? changed(flags, { active: false }) : UNCHANGED;
    case 'escalated':
      return isOpen && flags.active
        ? changed(flags, { acked: false, ...leftShelf(event.outgrowsShelf) }, { sounds: true })
        : UNCHANGED;
    case 'realarmed':
      return isOpen && flags.active && flags.acked
        ? changed(flags, { acked: false }, { sounds: true })
        : UNCHANGED;
    case 'held':
      return isOpen && !flags.held ? changed(flags, { held: true }) : UNCHANGED;
    case 'released':
      return flags.held ? changed(flags, { held: false }, { sounds: true }) : UNCHANGED;
    case 'acknowledge':
      if (!isOpen) return refuse('nothing-open');
      return flags.acked ? refuse('already-acknowledged') : changed(flags, { acked: true });
    case 'confirm':
      if (flags.occurrence === 'none') return refuse('nothing-open');
      return flags.confirmed ? refuse('already-confirmed') : changed(flags, { confirmed: true });
    case 'reset':
      if (!isOpen) return refuse('nothing-open');
      if (!flags.latched) return refuse('not-latched');
      if (flags.active) return refuse('condition-holds');
      return flags.acked ? changed(flags, { latched: false }) : refuse('not-acknowledged');
    case 'shelve':
      return changed(flags, { shelving: event.mode });
    case 'unshelve':
      return flags.shelving === 'none'
        ? refuse('not-shelved')
        : changed(flags, { shelving: 'none' }, { sounds: true });
    case 'suppress':
      return flags.suppressed ? refuse('already-suppressed') : changed(flags, { suppressed: true });
    case 'unsuppress':
      return flags.suppressed
        ? changed(flags, { suppressed: false }, { sounds: true })
        : refuse('not-suppressed');
    case 'take-out-of-service':
      return flags.outOfService ? refuse('already-out-of-service') : changed(flags, { outOfService: true });
    case 'return-to-service':
      return flags.outOfService
        ? changed(flags, { outOfService: false }, { sounds: true })
        : refuse('not-out-of-service');
  }
}

const leftShelf = (outgrown = false): Partial<AlarmFlags> => (outgrown ? { shelving: 'none' } : {});

/** `sounds`: this kind of event makes news of an alarm that shows as new after it. */
function changed(
  before: AlarmFlags,
  change: Partial<AlarmFlags>,
  { opens = false, sounds = false }: { opens?: boolean; sounds?: boolean } = {},
): Outcome {
  const flags = settled({ ...before, ...change });
  const isNews = sounds && withheldBy(flags) === 'no' && isAnnunciated(stateOf(flags));
  return { outcome: 'changed', flags, opens, isNews };
}

/** What follows by itself: an occurrence without anything left to do closes; a one-shot shelf ends with its episode. */
function settled(flags: AlarmFlags): AlarmFlags {
  if (flags.occurrence !== 'open' || flags.active || flags.latched) return flags;
  const shelving = flags.shelving === 'one-shot' ? 'none' : flags.shelving;
  // Being held explains an open alarm; there is nothing to explain about one that is over.
  return flags.acked ? { ...flags, shelving, occurrence: 'closed', held: false } : { ...flags, shelving };
}
