import { isAddress, plainAddress } from '../address';
import type { EventTypeId } from '../catalogue';
import type { Reading } from '../finding';
import { finding, type FoundFields } from '../make-finding';
import type { EventSeverity } from '../severity';
import { MAX_FIELD, MAX_NAME, visibleText } from '../visible-text';
import { list, number, record, text, type JsonRecord } from './json-values';

/** A rule's own severity, 1 the worst. */
const SEVERITIES: readonly (EventSeverity | undefined)[] = [undefined, 'critical', 'high', 'medium', 'low'];

/** Function codes that write: coils, registers, mask, read-write. */
const WRITES: ReadonlySet<number> = new Set([5, 6, 15, 16, 22, 23]);

/** One record of Suricata's EVE log. Of a hundred kinds, those that a gateway's sensor is there for. */
export function readSuricata(eve: JsonRecord): Reading {
  switch (text(eve, 'event_type')) {
    case undefined:
      return 'unknown';
    case 'alert':
      return alert(eve);
    case 'anomaly':
      return anomaly(eve);
    case 'modbus':
      return modbus(eve);
    default:
      // Flows, names, sessions and statistics. Bodies of MQTT messages are never looked at.
      return 'nothing';
  }
}

function alert(eve: JsonRecord): Reading {
  const told = record(eve, 'alert');
  const sid = told === undefined ? undefined : number(told, 'signature_id');
  if (told === undefined || sid === undefined) return 'unknown';
  const signature = visibleText(text(told, 'signature') ?? `signature ${sid}`, MAX_FIELD);
  const type = typeOf(sid);
  const level = number(told, 'severity') ?? 0;
  return finding(
    'suricata',
    type,
    `${signature}${between(eve)}`,
    {
      ...endpoints(eve),
      sid,
      signature,
      category: text(told, 'category'),
      action: text(told, 'action'),
      technique: technique(told),
    },
    { severity: type === 'ids.alert' ? SEVERITIES[level] : undefined },
  );
}

/** Suricata's own rules on Modbus and MQTT are events of their own. */
function typeOf(sid: number): EventTypeId {
  if (sid >= 2_250_001 && sid <= 2_250_008) return 'ot.modbus_protocol_error';
  if (sid === 2_250_009) return 'ot.modbus_flood';
  return sid >= 2_229_000 && sid <= 2_229_011 ? 'ot.mqtt_protocol_violation' : 'ids.alert';
}

/** What the rule's author labels it with, such as `T0855`. */
function technique(alertOf: JsonRecord): string | undefined {
  const [first] = list(record(alertOf, 'metadata') ?? {}, 'mitre_technique_id');
  return typeof first === 'string' && /^T\d{4}(?:\.\d{3})?$/.test(first) ? first : undefined;
}

function anomaly(eve: JsonRecord): Reading {
  const told = record(eve, 'anomaly');
  const event = told === undefined ? undefined : text(told, 'event');
  if (told === undefined || event === undefined) return 'unknown';
  return finding('suricata', 'ids.anomaly', `${visibleText(event, MAX_NAME)}${between(eve)}`, {
    ...endpoints(eve),
    event: visibleText(event, MAX_NAME),
    kind: text(told, 'type'),
    layer: text(told, 'layer'),
    app: text(told, 'app_proto'),
  });
}

/** A request that writes; what was read, and answers, are of no interest. */
function modbus(eve: JsonRecord): Reading {
  const told = record(eve, 'modbus');
  const request = told === undefined ? undefined : record(told, 'request');
  if (request === undefined) return told === undefined ? 'unknown' : 'nothing';
  const code = number(request, 'function_raw') ?? number(request, 'function_code');
  const access = text(request, 'access_type')?.toLowerCase() ?? '';
  if (!access.includes('write') && !(code !== undefined && WRITES.has(code))) return 'nothing';
  const unit = number(request, 'unit_id');
  const write = record(request, 'write') ?? {};
  const register = number(write, 'address');
  const what = register === undefined ? 'a register' : `register ${register}`;
  return finding(
    'suricata',
    'ot.modbus_write',
    `Modbus write of ${what}, unit ${unit ?? '?'}${between(eve)}`,
    {
      ...endpoints(eve),
      unit,
      function: code,
      register,
      quantity: number(write, 'quantity'),
    },
  );
}

function endpoints(eve: JsonRecord): FoundFields {
  return {
    src: address(text(eve, 'src_ip')),
    spt: number(eve, 'src_port'),
    dst: address(text(eve, 'dest_ip')),
    dpt: number(eve, 'dest_port'),
    proto: text(eve, 'proto')?.slice(0, MAX_NAME).toLowerCase(),
  };
}

const between = (eve: JsonRecord): string => {
  const { src, dst } = endpoints(eve);
  return `${src === undefined ? '' : `, ${src}`}${dst === undefined ? '' : ` to ${dst}`}`;
};

function address(written: string | undefined): string | undefined {
  const plain = written === undefined ? '' : plainAddress(written);
  return isAddress(plain) ? plain : undefined;
}
