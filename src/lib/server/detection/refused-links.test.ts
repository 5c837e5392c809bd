import { describe, expect, it } from 'vitest';
import { isEventTypeId } from '../../domain/security/catalogue';
import { reportOfRefusal } from './refused-links';

const row = (kind: string, subject: string, extra = {}) => ({
  kind,
  subject,
  lastAddress: '203.0.113.9',
  lastDetail: 'why',
  count: 3,
  firstSeenAt: 1,
  lastSeenAt: 2,
  ...extra,
});

describe('a refusal of our own endpoint', () => {
  it.each([
    ['no-certificate', '203.0.113.9', 'tls.handshake_failed', null, '203.0.113.9'],
    ['unknown-authority', '203.0.113.9', 'tls.handshake_failed', null, '203.0.113.9'],
    ['handshake-failed', '203.0.113.9', 'tls.handshake_failed', null, '203.0.113.9'],
    // Its chain ends in an expired certificate, so that the name in it proves nothing.
    ['certificate-expired', '203.0.113.9', 'tls.handshake_failed', null, '203.0.113.9'],
    ['certificate-expired', 'gw-1', 'cert.expired', 'gw-1', 'gw-1'],
    ['certificate-revoked', 'gw-1', 'cert.revoked_used', 'gw-1', 'gw-1'],
    ['gateway-revoked', 'gw-1', 'cert.revoked_used', 'gw-1', 'gw-1'],
    ['unregistered', 'gw-9', 'gw.unregistered', null, 'gw-9'],
    ['invalid-name', 'Kim Example', 'gw.unregistered', null, 'Kim Example'],
    ['foreign-topic', 'gw-1', 'ot.mqtt_unauthorized', 'gw-1', ''],
    ['foreign-client-id', 'gw-1', 'ot.mqtt_unauthorized', 'gw-1', ''],
    ['malformed', 'gw-1', 'ot.mqtt_protocol_violation', 'gw-1', '203.0.113.9'],
    ['malformed', '203.0.113.9', 'ot.mqtt_protocol_violation', null, '203.0.113.9'],
    ['duplicate-identity', 'gw-1', 'gw.duplicate_identity', 'gw-1', ''],
  ])('%s of %s is %s', (kind, subject, type, gateway, key) => {
    const report = reportOfRefusal(row(kind, subject));
    expect(report).toMatchObject({ type, gateway, at: 2, body: { key, count: 3, source: 'broker' } });
    expect(isEventTypeId(type)).toBe(true);
  });

  it('of a kind that is no event is none', () => {
    expect(reportOfRefusal(row('something-new', 'gw-1'))).toBeUndefined();
  });
});
