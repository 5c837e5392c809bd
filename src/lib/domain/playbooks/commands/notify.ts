/** How urgent a notice is; the words of notices of the system. */
export const NOTIFY_SEVERITIES = ['info', 'warning', 'problem'] as const;
export type NotifySeverity = (typeof NOTIFY_SEVERITIES)[number];

export interface Notification {
  readonly severity: NotifySeverity;
  readonly text: string;
}

const MOST_TEXT = 500;

/**
 * Reads the command of an `x-zonewatch-notify`: how urgent it is, a colon, and the words, on one line:
 *
 *   warning: Gateway __gateway__:value goes back to its other firmware slot
 */
export function parseNotify(command: string): { notification: Notification } | { fault: string } {
  const [, severity, text = ''] = /^(\w+): ?(.*)$/su.exec(command.trim()) ?? [];
  const known = NOTIFY_SEVERITIES.find((one) => one === severity);
  if (known === undefined) return { fault: 'must begin with info:, warning: or problem:' };
  const words = text.trim();
  if (words === '') return { fault: 'has no words' };
  if (words.length > MOST_TEXT) return { fault: `is longer than ${MOST_TEXT} characters` };
  if (/[\p{Cc}\p{Cs}]/u.test(words)) return { fault: 'has control characters' };
  return { notification: { severity: known, text: words } };
}
