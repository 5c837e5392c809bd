import type { EventTypeId } from '../catalogue';

/** What an operator is told beside an alarm; the alarm itself follows from its event's type. */
export interface Guidance {
  /** What happens when nobody acts. */
  consequence: string;
  /** What to do, line by line, in the order in which it is done. */
  response: readonly string[];
  respondWithinMs: number;
  /** Stays until a person resets it although its source says that it is over. Moments always do. */
  isLatching?: true;
}

export type GuidanceTable = Partial<Record<EventTypeId, Guidance>>;
