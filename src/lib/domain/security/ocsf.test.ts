import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './catalogue';
import { toOcsf, type ExportedEvent } from './ocsf';
import { OCSF_CLASSES } from './ocsf-classes';

const NOW = Date.UTC(2026, 10, 20, 9);

const event = (more: Partial<ExportedEvent> = {}): ExportedEvent => ({
  id: 7,
  type: 'net.port_scan.xmas',
  title: 'X-mas port scan',
  text: 'X-mas scan from 198.51.100.23',
  severity: 'high',
  gateway: 'gw-042',
  drive: null,
  site: 'plant',
  zone: 'pumps',
  count: 7,
  firstSeenAt: NOW - 2_000,
  lastSeenAt: NOW,
  sourceTime: NOW - 100,
  clearedAt: null,
  source: 'netfilter',
  fields: { src: '198.51.100.23', spt: 41_236, dst: '192.0.2.10', dpt: 502 },
  ...more,
});

describe('an event as OCSF', () => {
  it('has the class of its type, and that class’s number in everything that is made of it', () => {
    expect(toOcsf(event(), '0.1.0')).toMatchObject({
      class_uid: 4001,
      category_uid: 4,
      activity_id: 6,
      type_uid: 400_106,
      severity_id: 4,
      time: NOW,
      count: 7,
      src_endpoint: { ip: '198.51.100.23', port: 41_236 },
      dst_endpoint: { ip: '192.0.2.10', port: 502 },
      device: { hostname: 'gw-042' },
      attacks: [{ technique: { uid: 'T0846' } }, { technique: { uid: 'T0840' } }],
      metadata: {
        version: '1.5.0',
        original_time: '2026-11-20T08:59:59.900Z',
        profiles: ['security_control'],
      },
    });
  });

  it('is a finding that is closed when its state has ended', () => {
    const state = { type: 'update.signature_invalid', severity: 'critical' } as const;
    expect(toOcsf(event(state), '0')).toMatchObject({
      class_uid: 2004,
      activity_id: 1,
      type_uid: 200_401,
      severity_id: 5,
    });
    expect(toOcsf(event({ ...state, clearedAt: NOW }), '0')).toMatchObject({
      activity_id: 3,
      type_uid: 200_403,
    });
    expect(toOcsf(event(state), '0')).toHaveProperty('finding_info.attacks');
  });

  it('says whether a login was one, and whose', () => {
    const login = { type: 'auth.ssh_success', fields: { src: '192.0.2.7', user: 'svc' } };
    expect(toOcsf(event(login), '0')).toMatchObject({ class_uid: 3002, status_id: 1, user: { name: 'svc' } });
    expect(toOcsf(event({ ...login, type: 'auth.ssh_failed' }), '0')).toMatchObject({ status_id: 2 });
  });

  it('has all that the schema requires, whatever its type', () => {
    for (const type of Object.keys(EVENT_TYPES)) {
      const exported = toOcsf(event({ type, sourceTime: null, fields: {}, gateway: null }), '0');
      for (const member of [
        'activity_id',
        'category_uid',
        'class_uid',
        'metadata',
        'severity_id',
        'time',
        'type_uid',
      ]) {
        expect(exported, type).toHaveProperty(member);
      }
      expect(OCSF_CLASSES).toHaveProperty(String(exported?.['class_uid']));
    }
  });

  it('is none for what the catalogue does not know', () => {
    expect(toOcsf(event({ type: 'unknown' }), '0')).toBeUndefined();
  });
});
