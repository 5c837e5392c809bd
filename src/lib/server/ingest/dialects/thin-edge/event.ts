import type { EntityTopicId } from '../../../../domain/ids';
import { reject, type DecodedEvent, type Rejected } from './decoded';
import { parseDeviceTime } from './device-time';
import { cleanText, parseObject, storableObject } from './json';
import { MAIN_DEVICE } from '../../../../domain/plant/entity';

const MAX_TEXT = 4_096;
/** A log line is cut before anything looks at it (reference: ingest, section 8). */
const MAX_DIAGNOSTIC = 8_192;
const KEPT_ELSEWHERE = new Set(['text', 'time']);

/**
 * An event: a moment. Without a text its type stands for it. A time that cannot be read does not cost the
 * event; it is then one without a device time.
 */
export function decodeEvent(entity: EntityTopicId, name: string, payload: Buffer): DecodedEvent | Rejected {
  const parsed = parseObject(payload);
  if ('type' in parsed) return parsed;
  const { text } = parsed.value;
  if (text !== undefined && typeof text !== 'string') return reject('text', 'The text is no text.');
  const body = storableObject(parsed.value, KEPT_ELSEWHERE);
  if (!('value' in body)) return body;
  return {
    type: 'event',
    entity,
    name,
    text: cleanText(text ?? (name || 'event'), MAX_TEXT),
    body: body.value,
    time: parseDeviceTime(parsed.value['time']),
  };
}

/** What a mapper says on `te/errors`: plain text whose wording may change, kept and never parsed. */
export function decodeDiagnostic(payload: Buffer): DecodedEvent {
  const text = cleanText(payload.subarray(0, MAX_DIAGNOSTIC).toString('utf8'), MAX_DIAGNOSTIC);
  return { type: 'event', entity: MAIN_DEVICE, name: 'gw.diagnostic', text, body: {}, time: undefined };
}
