import { UNPLACED_ZONE } from '../../domain/plant/unplaced';
import type { EventSeverity } from '../../domain/security/severity';
import type { Priority } from '../../domain/alarms/priority';
import type { IncidentSignal } from '../../domain/incidents/signal';
import type { AlarmView } from '../../protocol/alarms';

const SEVERITIES = { 1: 'critical', 2: 'high', 3: 'medium', 4: 'low' } as const satisfies Record<
  Priority,
  EventSeverity
>;

/** What stands in no plant file has no place, as events tell it too. */
const placeOf = ({ site, zone }: AlarmView): Pick<IncidentSignal, 'site' | 'zone'> =>
  zone === UNPLACED_ZONE.id ? { site: null, zone: null } : { site, zone };

/** What a raised alarm tells the rules: nothing while it is withheld, by a person, a cause or design. */
export const alarmSignals = (alarm: AlarmView): IncidentSignal[] =>
  alarm.isAnnunciated
    ? [
        {
          kind: 'alarm',
          id: alarm.id,
          type: alarm.definition,
          ...placeOf(alarm),
          gateway: alarm.gateway,
          drive: alarm.drive,
          key: alarm.key,
          at: alarm.raisedAt,
          sourceTime: alarm.sourceTime ?? undefined,
          clockUncertaintyMs: alarm.clockUncertaintyMs ?? undefined,
          severity: SEVERITIES[alarm.priority],
          priority: alarm.priority,
          title: alarm.title,
          text: alarm.text,
        },
      ]
    : [];
