import { describe, expect, it } from 'vitest';
import { readSuricata } from './suricata';

const base = {
  timestamp: '2026-11-20T09:00:00.000000+0100',
  src_ip: '198.51.100.23',
  src_port: 4000,
  dest_ip: '10.0.0.5',
  dest_port: 502,
  proto: 'TCP',
};
const alert = (signature_id: number, more: object = {}) =>
  readSuricata({
    ...base,
    event_type: 'alert',
    alert: { action: 'allowed', gid: 1, signature_id, rev: 1, signature: 'A rule', category: 'c', ...more },
  });

describe('an alert', () => {
  it.each([
    [1, 'critical'],
    [2, 'high'],
    [3, 'medium'],
    [4, 'low'],
  ])('of a rule’s severity %i is %s', (severity, expected) => {
    expect(alert(2_034_125, { severity })).toMatchObject({ type: 'ids.alert', severity: expected });
  });

  it('is known by rule, source and destination', () => {
    expect(alert(2_034_125)).toMatchObject({
      key: '2034125 198.51.100.23 10.0.0.5',
      fields: { sid: 2_034_125, dpt: 502, proto: 'tcp', action: 'allowed' },
    });
  });

  it('of Suricata’s own rules on Modbus and MQTT is an event of its own', () => {
    expect(alert(2_250_001)).toMatchObject({ type: 'ot.modbus_protocol_error' });
    expect(alert(2_250_009, { severity: 1 })).toMatchObject({ type: 'ot.modbus_flood' });
    expect(alert(2_229_011)).toMatchObject({ type: 'ot.mqtt_protocol_violation' });
  });

  it('keeps the technique its rule names, if it looks like one', () => {
    const labelled = (id: unknown) => alert(1, { metadata: { mitre_technique_id: [id] } });
    expect(labelled('T0855')).toMatchObject({ fields: { technique: 'T0855' } });
    for (const id of ['<script>', 5, null]) expect(labelled(id)).not.toHaveProperty('fields.technique');
  });
});

it('an anomaly is known by its name', () => {
  const record = {
    ...base,
    event_type: 'anomaly',
    anomaly: { type: 'decode', event: 'decoder.ipv4.trunc_pkt', layer: 'proto_parser' },
  };
  expect(readSuricata(record)).toMatchObject({ type: 'ids.anomaly', key: 'decoder.ipv4.trunc_pkt' });
});

describe('Modbus', () => {
  const modbus = (request: object) =>
    readSuricata({ ...base, event_type: 'modbus', modbus: { id: 1, request } });

  it('writes are told with unit and register', () => {
    const request = {
      unit_id: 1,
      function_raw: 16,
      function_code: 'WrMultRegs',
      access_type: 'WRITE | MULTIPLE | HOLDING',
      write: { address: 49_999, quantity: 2, data: 'x' },
    };
    expect(modbus(request)).toMatchObject({
      type: 'ot.modbus_write',
      key: '198.51.100.23 10.0.0.5 1',
      fields: { unit: 1, function: 16, register: 49_999, quantity: 2 },
    });
  });

  it('writes are known by access or by function code', () => {
    expect(modbus({ access_type: 'write' })).toMatchObject({ type: 'ot.modbus_write' });
    for (const function_raw of [5, 6, 15, 16, 22, 23])
      expect(modbus({ function_raw })).toMatchObject({ type: 'ot.modbus_write' });
  });

  it('reads are nothing', () => {
    expect(modbus({ function_raw: 3, access_type: 'READ | HOLDING' })).toBe('nothing');
  });
});

it('other records are nothing, and what is no record unknown', () => {
  for (const event_type of ['flow', 'stats', 'dns', 'mqtt', 'something new']) {
    expect(readSuricata({ ...base, event_type })).toBe('nothing');
  }
  expect(readSuricata(base)).toBe('unknown');
  expect(readSuricata({ event_type: 'alert' })).toBe('unknown');
  expect(readSuricata({ event_type: 'alert', alert: [] })).toBe('unknown');
  expect(readSuricata({ event_type: 'modbus', modbus: 7 })).toBe('unknown');
});

it('an address that is none is left out', () => {
  const record = { ...base, src_ip: '<b>', event_type: 'alert', alert: { signature_id: 1, signature: 'x' } };
  expect(readSuricata(record)).not.toHaveProperty('fields.src');
});
