import type { EntityTopicId } from '../../../../domain/ids';
import type { DecodedState, Rejected } from './decoded';
import { parseDeviceTime } from './device-time';
import { parseObject, storableObject } from './json';

const NOTHING = new Set<string>();

/** A command's progress: words of one's own between the known ones mean that it still runs. */
function commandStatus(word: unknown): 'init' | 'running' | 'successful' | 'failed' {
  switch (word) {
    case undefined:
    case 'init':
      return 'init';
    case 'successful':
      return 'successful';
    case 'failed':
      return 'failed';
    default:
      return 'running';
  }
}

/** State of one command; the body keeps the gateway's own words. */
export function decodeCommand(
  entity: EntityTopicId,
  operation: string,
  id: string,
  payload: Buffer,
): DecodedState | Rejected {
  return fromObject(payload, (facts) => ({
    entity,
    channel: 'command',
    name: `${operation}/${id}`,
    status: commandStatus(facts['status']),
    time: parseDeviceTime(facts['time']),
  }));
}

/** What a gateway says it can do: an operation, with the types it takes where it has such. */
export function decodeCapability(
  entity: EntityTopicId,
  operation: string,
  payload: Buffer,
): DecodedState | Rejected {
  return fromObject(payload, () => ({
    entity,
    channel: 'capability',
    name: operation,
    status: '',
    time: undefined,
  }));
}

/** Units and other facts of one measurement type, or exposed settings: objects that are kept as they are. */
export function decodeFacts(
  entity: EntityTopicId,
  channel: 'meta' | 'config',
  name: string,
  payload: Buffer,
): DecodedState | Rejected {
  return fromObject(payload, () => ({ entity, channel, name, status: '', time: undefined }));
}

function fromObject(
  payload: Buffer,
  describe: (facts: Readonly<Record<string, unknown>>) => Omit<DecodedState, 'type' | 'body'>,
): DecodedState | Rejected {
  const parsed = parseObject(payload);
  if ('type' in parsed) return parsed;
  const body = storableObject(parsed.value, NOTHING);
  return 'value' in body ? { type: 'state', body: body.value, ...describe(parsed.value) } : body;
}
