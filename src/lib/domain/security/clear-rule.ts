/** One way in which a state ends. */
export type ClearCause =
  /** Nothing more of it for so long. `of` names the event that has to be quiet when it is not the state itself. */
  | { by: 'quiet'; forMs: number; of?: string }
  /** A later event of one of these types at the same gateway. */
  | { by: 'event'; types: readonly string[] }
  /** Who reported it says that it is over, and does not take it back for so long. */
  | { by: 'source'; holdsMs: number }
  /** A person: its alarm's reset where it raises one, its review otherwise. What they have to have done. */
  | { by: 'person'; after: string };

/**
 * How an event ends. A moment is over when it is told; a state has a cause that ends it, or several of which
 * the first does. Where the source's word is not enough, the alarm latches until a person resets it.
 */
export type ClearRule = { by: 'itself' } | ClearCause | { by: 'any'; of: readonly ClearCause[] };

/** Every way in which it may end, one by one. */
export function clearCauses(rule: ClearRule): readonly ClearCause[] {
  if (rule.by === 'itself') return [];
  return rule.by === 'any' ? rule.of : [rule];
}
