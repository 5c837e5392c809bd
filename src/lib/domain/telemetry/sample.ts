import type { EntityTopicId, GatewayId } from '../ids';
import type { Instant } from '../time';
import type { Quality } from './quality';
import type { SignalValues } from './signal-values';

/** One reading of one device: the values that were measured together. */
export interface Sample {
  gateway: GatewayId;
  entity: EntityTopicId;
  /** thin-edge measurement type; may be empty. */
  type: string;
  /** Device time; `undefined` when the message had none or it was not believable. */
  sourceTime: Instant | undefined;
  /** Our own clock when the last byte had been read. */
  receivedAt: Instant;
  quality: Quality;
  /** Signals of the canon. */
  values: SignalValues;
  /** Signals outside the canon, by the name they arrived under (`group.name` for grouped ones). */
  extras: ReadonlyMap<string, number>;
  /** Fields that were no numbers, and so no values. */
  rejectedFields: readonly string[];
}
