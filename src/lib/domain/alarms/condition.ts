import type { DriveId, GatewayId, SecurityEventId } from '../ids';
import type { Instant } from '../time';
import type { Priority } from './priority';

/** What an alarm is known by, over all its occurrences: its definition, what it is about, and what tells several apart. */
export interface AlarmName {
  /** Id of an `AlarmDefinition`. */
  definition: string;
  gateway: GatewayId | null;
  drive: DriveId | null;
  /** Further key, such as a source address or a signal; '' when the definition has one alarm per place. */
  key: string;
}

/** When something happened: by the device's clock as far as that is known, and when we heard of it. */
export interface ReportTime {
  receivedAt: Instant;
  /** As the device stated it; `undefined` when it stated none that can be believed. */
  sourceTime: Instant | undefined;
  /** Device clock minus ours, in ms, and how far that may be off. */
  clockOffsetMs: number | undefined;
  clockUncertaintyMs: number | undefined;
}

/** What explains an alarm where it is shown; text and numbers, with the signal's unit in its name or beside it. */
export type AlarmFacts = Readonly<Record<string, string | number>>;

/**
 * What detection says of the condition of one alarm; delays and deadband are behind it. Said again, an active
 * condition counts up and replaces text and facts; `unknown` means that its source no longer tells.
 */
export type ConditionReport = AlarmName & { time: ReportTime } & (
    | {
        condition: 'active';
        /** One line in plain words with value and limit, such as `Heatsink 91 °C, limit 85 °C`. */
        text: string;
        /** Replaces the definition's priority; rising while the alarm is open, it is annunciated anew. */
        priority?: Priority | undefined;
        value?: number | undefined;
        limit?: number | undefined;
        unit?: string | undefined;
        facts?: AlarmFacts | undefined;
        /** The security event it was raised from. */
        event?: SecurityEventId | undefined;
      }
    | { condition: 'normal' }
    | { condition: 'unknown' }
  );
