/** How many alarms were annunciated lately, and which kinds of noise there are; as the API counts them. */
export interface AlarmStatistics {
  /** Per ten minutes, oldest first. */
  buckets: readonly { at: number; count: number }[];
  /** Active now. */
  standing: number;
  chattering: number;
  fleeting: number;
  /** Active without a break for more than a day. */
  stale: number;
  withheld: number;
}
