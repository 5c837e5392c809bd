/** A group of drives of one gateway that is published at once: drives `from` up to, without, `to`. */
export interface Departure {
  gateway: number;
  from: number;
  to: number;
  /** Ms after the beginning of each period. */
  offset: number;
}

/**
 * When which drives are published within a period of `periodMs`. A gateway's groups are spread evenly over it,
 * and the gateways' groups evenly between each other. In the order of departure.
 */
export function timetable(options: {
  /** How many drives each gateway has. */
  drives: readonly number[];
  /** Drives in a group. */
  burst: number;
  periodMs: number;
}): Departure[] {
  const { drives, burst, periodMs } = options;
  return drives
    .flatMap((count, gateway) => {
      const groups = Math.ceil(count / burst);
      return Array.from({ length: groups }, (_, group) => ({
        gateway,
        from: group * burst,
        to: Math.min(count, (group + 1) * burst),
        offset: ((group + gateway / drives.length) / groups) * periodMs,
      }));
    })
    .sort((a, b) => a.offset - b.offset);
}
