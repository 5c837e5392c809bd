import { HOUR_MS, MINUTE_MS } from '../../time';
import type { EventTypeRow } from '../event-type';

const COMMON = {
  severity: 'medium',
  response: 'review',
  incidentRule: 'time-integrity',
  alarmBy: [],
  sr: ['2.11'],
  ocsf: 4013,
} as const satisfies Partial<EventTypeRow>;

/** Clocks: of little harm themselves, but the order of everything else rests on them. */
export const TIME_TYPES = {
  'time.unsynced': {
    ...COMMON,
    title: 'Clock not synchronised',
    kind: 'state',
    aggregate: { by: [], windowMs: MINUTE_MS },
    clears: { by: 'source', holdsMs: 5 * MINUTE_MS },
    attack: { fit: 'enabler', ics: ['T0856'] },
  },
  'time.stepped': {
    ...COMMON,
    title: 'Clock set by a step',
    kind: 'moment',
    aggregate: { by: [], windowMs: MINUTE_MS },
    clears: { by: 'itself' },
    attack: { fit: 'enabler', ics: ['T0856'] },
    sr: ['2.11', '2.8'],
  },
  'time.falseticker': {
    ...COMMON,
    title: 'Time source disagrees with the others',
    kind: 'moment',
    aggregate: { by: ['src'], windowMs: HOUR_MS },
    clears: { by: 'itself' },
    attack: { fit: 'enabler', ics: ['T0830', 'T0856'] },
    sr: ['2.11', '3.1'],
  },
  'time.drift': {
    ...COMMON,
    title: 'Clock of the gateway off from ours',
    kind: 'state',
    aggregate: { by: [], windowMs: MINUTE_MS },
    clears: { by: 'source', holdsMs: 10 * MINUTE_MS },
    attack: { fit: 'enabler', ics: ['T0856'] },
  },
} as const satisfies Record<`time.${string}`, EventTypeRow>;
