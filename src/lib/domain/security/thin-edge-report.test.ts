import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingOfThinEdge, LOG_RECORD_TYPE } from './thin-edge-report';

describe('a gateway’s own event or alarm', () => {
  it('is known by the name of its type', () => {
    const body = { src: '198.51.100.23', ports: [22, 80, 443], count: 7 };
    expect(findingOfThinEdge('e', 'net_port_scan_xmas', 'X-mas scan', body)).toEqual({
      type: 'net.port_scan.xmas',
      fields: { src: '198.51.100.23', ports: '22 80 443', count: 7 },
      text: 'X-mas scan',
      key: '198.51.100.23',
      source: 'thin-edge',
      ends: false,
    });
  });

  it('keeps the title for a text it has not', () => {
    expect(findingOfThinEdge('a', 'host_tamper_open', '', {})).toMatchObject({
      text: 'Cabinet or enclosure opened',
    });
  });

  it('may name its fields as others do', () => {
    const body = {
      src_ip: '198.51.100.23',
      dest_port: 502,
      src: 'second',
      severity: 'major',
      time: 1,
      type: 'x',
    };
    expect(findingOfThinEdge('e', 'net_port_scan_null', 'x', body)).toMatchObject({
      fields: { src: '198.51.100.23', dpt: 502 },
    });
    expect(findingOfThinEdge('e', 'net_port_scan_null', 'x', body)).not.toHaveProperty('fields.severity');
  });

  it('that warns of a certificate by name only says how soon', () => {
    expect(findingOfThinEdge('a', 'certificateExpiresSoon_warn', 'x', {})).toMatchObject({
      type: 'cert.expiring',
      severity: 'low',
    });
    expect(findingOfThinEdge('a', 'certificateExpiresSoon_alarm', 'x', {})).toMatchObject({
      severity: 'medium',
    });
  });

  it('of another name is unknown, and a mapper’s own diagnostic nothing', () => {
    for (const type of ['login', 'net.port_scan.xmas', '', '__proto__']) {
      expect(findingOfThinEdge('e', type, 'x', {})).toBe('unknown');
    }
    expect(findingOfThinEdge('e', 'gw.diagnostic', 'x', {})).toBe('nothing');
  });
});

describe('a forwarded record of a log', () => {
  const sshd = 'Failed password for root from 198.51.100.23 port 22 ssh2';

  it('is read as what it is', () => {
    for (const body of [
      { program: 'sshd', line: sshd },
      { ident: 'sshd', message: sshd },
      { line: `Nov 20 09:12:40 gw sshd[1]: ${sshd}` },
    ]) {
      expect(findingOfThinEdge('e', LOG_RECORD_TYPE, '', body)).toMatchObject({
        type: 'auth.ssh_failed',
        source: 'sshd',
      });
    }
    expect(findingOfThinEdge('e', LOG_RECORD_TYPE, sshd, { program: 'sshd' })).toMatchObject({
      type: 'auth.ssh_failed',
    });
  });

  it('may be a record of the journal or of EVE', () => {
    const json = { event_type: 'anomaly', anomaly: { event: 'x' } };
    expect(findingOfThinEdge('e', LOG_RECORD_TYPE, '', { json })).toMatchObject({ type: 'ids.anomaly' });
  });

  it('that nobody understands is unknown', () => {
    expect(findingOfThinEdge('e', LOG_RECORD_TYPE, 'x', { program: 7, line: [], json: 'no' })).toBe(
      'unknown',
    );
  });
});

it('whatever a gateway sends is taken in without harm', () => {
  const types = fc.constantFrom('net_syn_flood', 'ot_modbus_write', LOG_RECORD_TYPE, 'storm', 'x');
  const name = fc.constantFrom(
    'src',
    'program',
    'line',
    'message',
    'json',
    '__proto__',
    'constructor',
    'a b',
    '',
  );
  const value = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, [], [1, 'x', null], {}, { event_type: 'alert', alert: { signature_id: 1 } }),
  );
  const body = fc.dictionary(name, value, { maxKeys: 6 });
  fc.assert(
    fc.property(types, fc.string(), body, (type, text, members) => {
      const reading = findingOfThinEdge('e', type, text, members);
      if (typeof reading === 'string') return;
      const plain = ['string', 'number', 'boolean'];
      expect(reading.text.length).toBeLessThanOrEqual(400);
      expect(Object.values(reading.fields).every((value) => plain.includes(typeof value))).toBe(true);
    }),
  );
});

it('no more fields are kept than can be looked at', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, 'x'.repeat(5_000)]));
  const reading = findingOfThinEdge('a', 'net_new_device', 'x', many);
  if (typeof reading === 'string') throw new Error(reading);
  expect(Object.keys(reading.fields)).toHaveLength(24);
  expect(reading.fields['f0']).toHaveLength(200);
});
