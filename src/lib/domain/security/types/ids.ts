import { HOUR_MS, MINUTE_MS } from '../../time';
import type { EventTypeRow } from '../event-type';

/** A network sensor: Suricata. */
export const IDS_TYPES = {
  'ids.alert': {
    title: 'Network sensor alert',
    kind: 'moment',
    severity: 'medium',
    response: 'review',
    // The rule's own severity 1.
    actsFrom: 'critical',
    priority: 2,
    incidentRule: 'intrusion',
    aggregate: { by: ['sid', 'src', 'dst'], windowMs: 10 * MINUTE_MS },
    alarmBy: ['sid'],
    clears: { by: 'itself' },
    // Only where the rule names no technique of its own.
    attack: { fit: 'near', ics: ['T0866', 'T0819'] },
    sr: ['6.2', '3.2', '5.2'],
    ocsf: 2004,
  },
  'ids.anomaly': {
    title: 'Odd traffic seen by the network sensor',
    kind: 'moment',
    severity: 'low',
    response: 'review',
    incidentRule: 'reconnaissance',
    aggregate: { by: ['event'], windowMs: HOUR_MS },
    alarmBy: [],
    clears: { by: 'itself' },
    attack: { fit: 'near', ics: ['T0869'] },
    sr: ['3.5', '6.2'],
    ocsf: 2004,
  },
  'ids.down': {
    title: 'Network sensor silent or overrun',
    kind: 'state',
    severity: 'medium',
    response: 'review',
    incidentRule: 'loss-of-view',
    aggregate: { by: [], windowMs: MINUTE_MS },
    alarmBy: [],
    clears: { by: 'source', holdsMs: 0 },
    attack: { fit: 'near', ics: ['T0804'] },
    sr: ['6.2'],
    ocsf: 6008,
  },
} as const satisfies Record<`ids.${string}`, EventTypeRow>;
