import type { EntityTopicId } from '../../../../domain/ids';
import { reject, type DecodedState, type Rejected } from './decoded';
import { parseDeviceTime } from './device-time';
import { cleanText, isObject, parseJson, storableObject } from './json';

const KEPT_ELSEWHERE = new Set(['status', 'time']);

/**
 * Health of a service. Mosquitto's bridges publish a bare 1 or 0; a will has no time; words other than `up`
 * and `down` are allowed, a missing one is `unknown` (reference: ingest, section 2.6).
 */
export function decodeHealth(entity: EntityTopicId, payload: Buffer): DecodedState | Rejected {
  const parsed = parseJson(payload);
  if ('type' in parsed) return parsed;
  const health = parsed.value;
  if (typeof health === 'number') {
    const status = health === 1 ? 'up' : health === 0 ? 'down' : 'unknown';
    return { type: 'state', entity, channel: 'health', name: '', status, body: {}, time: undefined };
  }
  if (!isObject(health)) return reject('not-an-object', 'Health is neither an object nor 0 or 1.');
  const body = storableObject(health, KEPT_ELSEWHERE);
  if (!('value' in body)) return body;
  const word = health['status'];
  const status = typeof word === 'string' && word !== '' ? cleanText(word, 64) : 'unknown';
  const time = parseDeviceTime(health['time']);
  return { type: 'state', entity, channel: 'health', name: '', status, body: body.value, time };
}
