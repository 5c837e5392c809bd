import type { AuditAlarms } from './audit/alarms';
import type { Notices } from './notices/service';

/** Tells trouble with the audit log as standing notices to everybody: it is everybody's acts that it is about. */
export const noticeAlarms = (notices: Pick<Notices, 'raise' | 'clear'>): AuditAlarms => ({
  raise: (trouble, text) =>
    notices.raise({
      key: trouble,
      severity: trouble === 'audit.copy_unreachable' ? 'warning' : 'problem',
      audience: 'everybody',
      text,
    }),
  clear: (trouble) => notices.clear(trouble),
});
