import { reject, type Decoded, type DecodedState, type Rejected } from './decoded';
import { decodeAlarm } from './alarm';
import { decodeCapability, decodeCommand, decodeFacts } from './command';
import { decodeDiagnostic, decodeEvent } from './event';
import { decodeHealth } from './health';
import { parseJson, storable } from './json';
import { decodeMeasurement } from './measurement';
import { readPlainMeasurement } from './plain-measurement';
import { decodeRegistration } from './registration';
import { recallTopic } from './recall-topic';
import type { EntityTopic } from './topic';

/** The largest message that is looked into; brokers refuse larger ones before (reference: ingest, section 1). */
export const MAX_PAYLOAD = 128 * 1024;

/**
 * What a thin-edge.io message means (reference: ingest, section 2). Pure, and linear in the payload. `topic`
 * is the gateway's own, without our prefix. The retain flag is no argument on purpose: a live message comes
 * over a bridge without it, its repetition with it, and both mean the same.
 */
export function decode(topic: string, payload: Buffer): Decoded {
  const parsed = recallTopic(topic);
  switch (parsed.kind) {
    case 'diagnostic':
      return decodeDiagnostic(payload);
    case 'ignore':
      return { type: 'ignore', reason: parsed.reason };
    case 'foreign':
      return reject('foreign-topic', 'The topic is not of the thin-edge scheme.');
    case 'unusable':
      return reject('topic', parsed.detail);
    case 'entity':
      if (payload.length > MAX_PAYLOAD) return reject('too-large', `More than ${MAX_PAYLOAD} bytes.`);
      return decodeEntityMessage(parsed, payload);
  }
}

function decodeEntityMessage({ entity, channel, rest }: EntityTopic, payload: Buffer): Decoded {
  const [name = '', second, ...more] = rest;
  if (more.length > 0) return unknownChannel();
  const isEmpty = payload.length === 0;
  const cleared = (of: DecodedState['channel'], what: string): Decoded => ({
    type: 'cleared',
    entity,
    channel: of,
    name: what,
  });
  switch (channel) {
    case '':
      return isEmpty ? { type: 'deregister', entity } : decodeRegistration(entity, payload);
    case 'm':
      if (second === 'meta')
        return isEmpty ? cleared('meta', name) : decodeFacts(entity, 'meta', name, payload);
      if (second !== undefined) return unknownChannel();
      return isEmpty ? { type: 'ignore', reason: 'empty' } : decodeSample(entity, name, payload);
    case 'e':
      if (second !== undefined) return unknownChannel();
      return isEmpty ? { type: 'ignore', reason: 'empty' } : decodeEvent(entity, name, payload);
    case 'a':
      if (second !== undefined) return unknownChannel();
      return isEmpty ? cleared('alarm', name) : decodeAlarm(entity, name, payload);
    case 'status':
      if (name !== 'health' || second !== undefined) return unknownChannel();
      return isEmpty ? cleared('health', '') : decodeHealth(entity, payload);
    case 'twin':
      if (name === '' || second !== undefined) return unknownChannel();
      return isEmpty ? cleared('twin', name) : decodeTwin(entity, name, payload);
    case 'cmd':
      return decodeCommandMessage(entity, name, second, payload, cleared);
    case 'config':
      if (rest.length > 0) return unknownChannel();
      return isEmpty ? cleared('config', '') : decodeFacts(entity, 'config', '', payload);
    case 'signal':
      return { type: 'ignore', reason: 'signal' };
    default:
      return unknownChannel();
  }
}

const decodeSample = (entity: EntityTopic['entity'], name: string, payload: Buffer): Decoded =>
  readPlainMeasurement(entity, name, payload) ?? decodeMeasurement(entity, name, payload);

function decodeCommandMessage(
  entity: EntityTopic['entity'],
  operation: string,
  id: string | undefined,
  payload: Buffer,
  cleared: (of: DecodedState['channel'], what: string) => Decoded,
): Decoded {
  if (operation === '' || id === '') return unknownChannel();
  if (operation === 'health' && id === 'check') return { type: 'health-check', entity };
  if (id === undefined) {
    return payload.length === 0
      ? cleared('capability', operation)
      : decodeCapability(entity, operation, payload);
  }
  return payload.length === 0
    ? cleared('command', `${operation}/${id}`)
    : decodeCommand(entity, operation, id, payload);
}

/** A property of a device: any JSON. */
function decodeTwin(entity: EntityTopic['entity'], name: string, payload: Buffer): DecodedState | Rejected {
  const parsed = parseJson(payload);
  if ('type' in parsed) return parsed;
  const body = storable(parsed.value);
  if (!('value' in body)) return body;
  return { type: 'state', entity, channel: 'twin', name, status: '', body: body.value, time: undefined };
}

const unknownChannel = (): Rejected => reject('unknown-channel', 'thin-edge has no such channel.');
