/**
 * Whether a value is beyond a limit, given whether it was. It must come back past the limit by the deadband
 * (reference: alarms, section 3), so that chatter about the limit changes nothing. A value that is not known
 * is NaN and beyond nothing; whoever asks tells that apart first.
 *
 * @param deadband in the unit of the value, 0 or more
 */
export function isBeyond(
  side: 'high' | 'low',
  limit: number,
  deadband: number,
  value: number,
  was: boolean,
): boolean {
  const kept = was ? deadband : 0;
  return side === 'high' ? value >= limit - kept : value <= limit + kept;
}
