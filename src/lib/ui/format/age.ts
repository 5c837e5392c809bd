const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An age or a duration in ms in one unit: `0.4 s`, `38 s`, `12 min`, `5 h`, `3 d`. */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < 9.95 * SECOND) return `${(age / SECOND).toFixed(1)} s`;
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / DAY)} d`;
}

/** A length of time that may be far below a second, such as an uncertainty: `6 ms`, `0.4 s`. */
export const formatSpan = (ms: number): string => (ms < 100 ? `${Math.round(ms)} ms` : formatAge(ms));

/** A signed difference of clocks in ms: `+0.3 s`, `−12 min`, `0 ms`. */
export function formatOffset(ms: number): string {
  const size = Math.abs(ms);
  const text = formatSpan(size);
  if (Math.round(size) === 0) return text;
  return (ms < 0 ? '\u2212' : '+') + text;
}
