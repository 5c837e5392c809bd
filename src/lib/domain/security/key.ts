import { EVENT_TYPES, type EventTypeId } from './catalogue';
import type { FindingField } from './finding';

const MAX_KEY = 200;

const joined = (names: readonly string[], fields: Readonly<Record<string, FindingField>>): string =>
  names
    .map((name) => String(fields[name] ?? ''))
    .join(' ')
    .trim()
    .slice(0, MAX_KEY)
    .toWellFormed();

/** The key of a finding's row; '' when its type has one row per gateway. */
export const keyOf = (type: EventTypeId, fields: Readonly<Record<string, FindingField>>): string =>
  joined(EVENT_TYPES[type].aggregate.by, fields);

/** The key of the alarm it raises, which tells apart less than the row's. */
export const alarmKeyOf = (type: EventTypeId, fields: Readonly<Record<string, FindingField>>): string =>
  joined(EVENT_TYPES[type].alarmBy, fields);
