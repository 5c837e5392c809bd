import { isAddress, plainAddress } from '../address';
import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_FIELD, MAX_NAME, visibleText } from '../visible-text';
import { between, upTo } from './words';

/** Reasons in OpenSSL's words, as they stand at the end of its line or in an alert. */
const ALERT = ' alert ';

const HARMLESS = [
  'New connection from ',
  'New client connected from ',
  'Connection error',
  'Socket error on client ',
  'mosquitto version ',
  'Config loaded ',
  'Opening ',
  'Saving in-memory database',
  'Sending ',
  'Received ',
  'Connecting bridge ',
  'Bridge ',
  'Loading config file ',
] as const;

/** mosquitto on a gateway; the wording of its TLS lines differs by version, their reasons are OpenSSL's. */
export function readBroker(line: string): Reading {
  const text = withoutEpoch(line);
  if (text.startsWith('OpenSSL Error')) return handshake(text);
  if (text.startsWith('Denied PUBLISH from ') || text.startsWith('Denied SUBSCRIBE from '))
    return denied(text);
  if (text.startsWith('Client ')) return client(text);
  return HARMLESS.some((start) => text.startsWith(start)) ? 'nothing' : 'unknown';
}

/** `1795171000: `, seconds since 1970, before every line. */
function withoutEpoch(line: string): string {
  const colon = line.indexOf(': ');
  return colon > 0 && colon <= 12 && /^\d+$/.test(line.slice(0, colon)) ? line.slice(colon + 2) : line;
}

/**
 * `OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed`. Whose it was stands only in the
 * line before it.
 */
function handshake(text: string): Reading {
  if (!text.includes('error:')) return 'unknown';
  const alert = text.indexOf(ALERT);
  const why = visibleText(
    alert === -1 ? text.slice(text.lastIndexOf(':') + 1) : text.slice(alert + ALERT.length),
    MAX_FIELD,
  );
  return finding('broker', 'tls.handshake_failed', `TLS handshake refused: ${why}`, { why });
}

/** `Denied PUBLISH from gw-1 (d0, q1, r0, m1, 'te/x', ... (12 bytes))` */
function denied(text: string): Reading {
  const client = visibleText(between(text, ' from ', ' ') ?? '', MAX_NAME);
  const topic = visibleText(between(text, "'", "'") ?? '', MAX_FIELD);
  return finding('broker', 'ot.mqtt_unauthorized', `Topic refused to ${client}: ${topic}`, { client, topic });
}

/** `Client gw-1 disconnected, not authorised.`, with or without its address in brackets. */
function client(text: string): Reading {
  const name = upTo(text.slice('Client '.length), ' ');
  const mark = text.indexOf(' disconnected');
  if (mark === -1) return text.includes(' has exceeded timeout') ? 'nothing' : 'unknown';
  // Before a name is known it is the end of a handshake that the line before has told of.
  if (name === '<unknown>' || name === '(null)') return 'nothing';
  const reason = text.slice(mark).toLowerCase();
  const fields = { client: visibleText(name, MAX_NAME), src: address(text) };
  if (reason.includes('not authori')) {
    return finding(
      'broker',
      'ot.mqtt_unauthorized',
      `${fields.client} was refused as not authorised`,
      fields,
    );
  }
  return reason.includes('protocol error') || reason.includes('malformed packet')
    ? finding('broker', 'ot.mqtt_protocol_violation', `${fields.client} broke the rules of MQTT`, fields)
    : 'nothing';
}

function address(text: string): string | undefined {
  const inside = between(text, '[', ']');
  const src = plainAddress(inside === undefined ? '' : inside.slice(0, Math.max(inside.lastIndexOf(':'), 0)));
  return isAddress(src) ? src : undefined;
}
