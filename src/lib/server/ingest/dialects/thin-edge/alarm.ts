import type { EntityTopicId } from '../../../../domain/ids';
import { reject, type DecodedState, type Rejected } from './decoded';
import { parseDeviceTime } from './device-time';
import { cleanText, parseObject, storableObject } from './json';

const SEVERITIES = ['critical', 'major', 'minor', 'warning'] as const;

const MAX_TEXT = 4_096;
const KEPT_ELSEWHERE = new Set(['time', 'timestamp', 'severity', 'text', 'type']);

/**
 * An alarm's state. A missing or unknown severity is `minor`, as thin-edge's own mapper takes it. The name
 * stays the topic's, because that is what clears it; a `type` in the payload is what it is called. A time
 * that cannot be read does not cost the alarm.
 */
export function decodeAlarm(entity: EntityTopicId, name: string, payload: Buffer): DecodedState | Rejected {
  const parsed = parseObject(payload);
  if ('type' in parsed) return parsed;
  const alarm = parsed.value;
  const { text } = alarm;
  if (text !== undefined && typeof text !== 'string') return reject('text', 'The text is no text.');
  const fields = storableObject(alarm, KEPT_ELSEWHERE);
  if (!('value' in fields)) return fields;
  const type =
    typeof alarm['type'] === 'string' && alarm['type'] !== '' ? cleanText(alarm['type'], 200) : name;
  return {
    type: 'state',
    entity,
    channel: 'alarm',
    name,
    status: SEVERITIES.find((severity) => severity === alarm['severity']) ?? 'minor',
    body: { type, text: cleanText(text ?? (type || 'alarm'), MAX_TEXT), fields: fields.value },
    time: parseDeviceTime(alarm['time'] ?? alarm['timestamp']),
  };
}
