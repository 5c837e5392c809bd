import { DAY_MS, type Instant } from '../../domain/time';
import type { NewNotice } from '../storage/notice-store';

/** End of life of the runtime's even majors, from its published release schedule. */
const END_OF_LIFE: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
};

/** Days ahead at which the coming end is worth a word. */
const WARN_DAYS = 90;

/** What to say about the runtime's age: nothing while it is supported for long enough. */
export function runtimeNotice(version: string, now: Instant): NewNotice | undefined {
  const major = Number(/^v?(\d+)/.exec(version)?.[1]);
  const end = END_OF_LIFE[major];
  if (end === undefined) return undefined;
  const daysLeft = Math.floor((Date.parse(end) - now) / DAY_MS);
  if (daysLeft > WARN_DAYS) return undefined;
  const ended = daysLeft < 0;
  return {
    key: 'runtime.end-of-life',
    severity: ended ? 'warning' : 'info',
    audience: 'everybody',
    text: ended
      ? `Node.js ${major} has had no security updates since ${end}. Move this server to Node.js 24.`
      : `Node.js ${major} gets no security updates after ${end}. Plan the move to Node.js 24.`,
  };
}
