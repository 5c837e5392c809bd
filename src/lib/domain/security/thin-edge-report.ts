import { byThinEdgeType } from './catalogue';
import type { Reading } from './finding';
import { keyOf } from './key';

/** Event type under which a gateway forwards a line of a log: `{"program":"sshd","line":"..."}`, or `json` for a record. */
export const LOG_RECORD_TYPE = 'log_record';

/**
 * What a gateway's own event (`e`) or alarm (`a`) means, by the name of its type. `body` is its other members.
 * A log record in it is read as one.
 */
export function findingOfThinEdge(
  _channel: 'a' | 'e',
  type: string,
  text: string,
  _body: Readonly<Record<string, unknown>>,
): Reading {
  const known = byThinEdgeType(type);
  if (known === undefined) return 'unknown';
  return { type: known.id, fields: {}, text, key: keyOf(known.id, {}), source: 'thin-edge', ends: false };
}
