import type { ConditionReport } from '../domain/alarms/condition';
import { ALARM_DEFINITIONS } from '../domain/alarms/definitions';
import type { Alarms } from './alarms/service';
import type { AuditAlarms, AuditTrouble } from './audit/alarms';
import type { Clock } from './clock';
import type { Notices } from './notices/service';

interface Parts {
  alarms: Pick<Alarms, 'report'>;
  notices: Pick<Notices, 'raise' | 'clear'>;
  clock: Clock;
}

/** Tells trouble with the audit log: as an alarm where somebody has to act, and else as a standing notice. */
export function auditAlarms({ alarms, notices, clock }: Parts): AuditAlarms {
  const nameOf = (definition: AuditTrouble) => ({
    definition,
    gateway: null,
    drive: null,
    key: '',
    time: {
      receivedAt: clock.now(),
      sourceTime: undefined,
      clockOffsetMs: undefined,
      clockUncertaintyMs: undefined,
    },
  });
  const report = (one: ConditionReport) => alarms.report([one]);
  return {
    raise: (trouble, text) =>
      ALARM_DEFINITIONS.has(trouble)
        ? report({ ...nameOf(trouble), condition: 'active', text })
        : notices.raise({ key: trouble, severity: 'warning', audience: 'everybody', text }),
    clear: (trouble) =>
      ALARM_DEFINITIONS.has(trouble)
        ? report({ ...nameOf(trouble), condition: 'normal' })
        : notices.clear(trouble),
  };
}
