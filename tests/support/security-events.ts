import { gatewayId } from '../../src/lib/domain/ids';
import type { NewSecurityEvent } from '../../src/lib/server/storage/security-event-store';

/** An event that waits for review, as detection writes it. */
export function aSecurityEvent(facts: Partial<NewSecurityEvent> & { at: number }): NewSecurityEvent {
  const { at, ...rest } = facts;
  return {
    type: 'gw.config_changed',
    kind: 'moment',
    severity: 'medium',
    response: 'review',
    gateway: gatewayId.parse('gw-a'),
    drive: null,
    site: null,
    zone: null,
    key: 'firewall',
    source: 'thin-edge',
    text: 'Settings changed',
    fields: { config: 'firewall', src: '10.0.0.9' },
    samples: [{ at, text: 'Settings changed', body: { config: 'firewall' } }],
    seenValues: null,
    count: 1,
    firstSeenAt: at,
    lastSeenAt: at,
    sourceTime: null,
    historical: false,
    origin: null,
    joinsUntil: at + 60_000,
    quietAt: null,
    clearedAt: null,
    clearedBy: null,
    ...rest,
  };
}
