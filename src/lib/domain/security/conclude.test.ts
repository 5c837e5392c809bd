import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import { isPrivateAddress } from './address';
import type { EventTypeId } from './catalogue';
import { conclude, priorityOf, responseOf } from './conclude';
import { finding, type FoundFields } from './make-finding';
import type { RecentEvent, Situation } from './situation';

const NOW = Date.UTC(2026, 10, 20, 9);
const OUTSIDE = '198.51.100.23';
const INSIDE = '10.20.0.99';

const found = (type: EventTypeId, fields: FoundFields = {}) => finding('test', type, 'text', fields);

const past = (
  type: EventTypeId,
  agoMs: number,
  fields: Record<string, string | number> = {},
  count = 1,
): RecentEvent => ({ type, fields, count, lastSeenAt: NOW - agoMs });

const around = (recent: readonly RecentEvent[] = [], more: Partial<Situation> = {}): Situation => ({
  at: NOW,
  recent,
  isInside: isPrivateAddress,
  isOwnScanner: () => false,
  isMaintenance: undefined,
  order: undefined,
  isKeysOnly: false,
  ...more,
});

describe('a port scan', () => {
  it('from outside is something to look at', () => {
    expect(conclude(found('net.port_scan.xmas', { src: OUTSIDE }), around())).toMatchObject({
      severity: 'medium',
      response: 'review',
      priority: undefined,
    });
  });

  it('from inside the drive network asks for somebody now', () => {
    expect(conclude(found('net.port_scan.xmas', { src: INSIDE }), around())).toMatchObject({
      severity: 'high',
      response: 'act',
      priority: 2,
    });
  });

  it('by the plant’s own scanner is nothing', () => {
    const own = around([], { isOwnScanner: (address) => address === INSIDE });
    expect(conclude(found('net.port_scan.null', { src: INSIDE }), own)).toMatchObject({
      severity: 'info',
      response: 'none',
    });
  });

  it('of a single FIN may be the rest of an old connection; five in a minute, or three ports, are a scan', () => {
    const fin = found('net.port_scan.fin', { src: OUTSIDE });
    const seen = (count: number, agoMs = 0) =>
      around([past('net.port_scan.fin', agoMs, { src: OUTSIDE }, count)]);
    expect(conclude(fin, seen(1))).toMatchObject({ severity: 'info', response: 'none' });
    expect(conclude(fin, seen(4))).toMatchObject({ response: 'none' });
    expect(conclude(fin, seen(5))).toMatchObject({ severity: 'medium', response: 'review' });
    expect(conclude(fin, seen(5, HOUR_MS))).toMatchObject({ response: 'none' });
    const ports = around([{ ...past('net.port_scan.fin', 0, { src: OUTSIDE }, 3), distinct: 3 }]);
    expect(conclude(fin, ports)).toMatchObject({ response: 'review' });
  });

  it('is concluded from fifteen ports dropped within a minute', () => {
    const drops = (ports: number, agoMs = SECOND_MS) =>
      Array.from({ length: ports }, (_, i) =>
        past('net.firewall_drop', agoMs, { src: OUTSIDE, dpt: 1000 + i }),
      );
    const drop = found('net.firewall_drop', { src: OUTSIDE, dpt: 1000 });
    expect(conclude(drop, around(drops(14))).also).toEqual([]);
    expect(conclude(drop, around(drops(15))).also).toMatchObject([
      { type: 'net.port_scan.generic', key: OUTSIDE, fields: { src: OUTSIDE, ports: 15 } },
    ]);
    expect(conclude(drop, around(drops(15, 2 * MINUTE_MS))).also).toEqual([]);
  });
});

describe('failed logins', () => {
  const failed = found('auth.ssh_failed', { src: OUTSIDE, user: 'root' });

  it('become brute force at five of one source within ten minutes', () => {
    const tries = (count: number, agoMs = 0) =>
      around([past('auth.ssh_failed', agoMs, { src: OUTSIDE }, count)]);
    expect(conclude(failed, tries(4)).also).toEqual([]);
    expect(conclude(failed, tries(5)).also).toMatchObject([
      { type: 'auth.ssh_bruteforce', key: OUTSIDE, fields: { failures: 5, sources: 1 } },
    ]);
    expect(conclude(failed, tries(5, 11 * MINUTE_MS)).also).toEqual([]);
  });

  it('become brute force at twenty of many sources', () => {
    const many = (count: number) =>
      around(Array.from({ length: count }, (_, i) => past('auth.ssh_failed', 0, { src: `198.51.100.${i}` })));
    expect(conclude(failed, many(19)).also).toEqual([]);
    expect(conclude(failed, many(20)).also).toMatchObject([
      { type: 'auth.ssh_bruteforce', fields: { src: 'many', failures: 20, sources: 20 } },
    ]);
  });

  it('ask for nothing themselves', () => {
    expect(conclude(failed, around()).response).toBe('none');
  });
});

describe('a login', () => {
  const login = (fields: FoundFields = {}) =>
    found('auth.ssh_success', { src: OUTSIDE, user: 'svc', method: 'publickey', ...fields });

  it('is nothing to ask about by itself', () => {
    expect(conclude(login(), around())).toMatchObject({
      severity: 'info',
      response: 'none',
      because: undefined,
    });
  });

  it('after brute force or a scan from the same source is the worst there is', () => {
    for (const before of ['auth.ssh_bruteforce', 'net.port_scan.syn_fin', 'net.port_scan.generic'] as const) {
      expect(conclude(login(), around([past(before, 23 * HOUR_MS, { src: OUTSIDE })]))).toMatchObject({
        severity: 'critical',
        response: 'act',
        priority: 1,
      });
    }
  });

  it('is not blamed for what another source did, or did longer than a day ago', () => {
    const other = past('auth.ssh_bruteforce', HOUR_MS, { src: '203.0.113.7' });
    const old = past('auth.ssh_bruteforce', 25 * HOUR_MS, { src: OUTSIDE });
    expect(conclude(login(), around([other, old])).severity).toBe('info');
  });

  it('by password is looked at where only keys are to be used, and so is one that nobody approved', () => {
    const keysOnly = around([], { isKeysOnly: true });
    expect(conclude(login({ method: 'password' }), keysOnly)).toMatchObject({
      severity: 'medium',
      response: 'review',
    });
    expect(conclude(login(), keysOnly).severity).toBe('info');
    expect(conclude(login(), around([], { isMaintenance: false })).response).toBe('review');
  });
});

describe('a write to a drive', () => {
  it('asks for somebody, and at once when it makes the drive move', () => {
    expect(conclude(found('ot.modbus_write', { register: 300 }), around())).toMatchObject({
      severity: 'high',
      response: 'act',
      priority: 2,
    });
    const moving = [
      { register: 49_999 },
      { register: 50_009 },
      { register: 2_001 },
      { register: 49_990, quantity: 10 },
    ];
    for (const fields of moving) {
      expect(conclude(found('ot.modbus_write', fields), around())).toMatchObject({
        severity: 'critical',
        priority: 1,
      });
    }
  });

  it('after a login by an attacker is part of an intrusion', () => {
    const recent = [
      past('net.port_scan.xmas', HOUR_MS, { src: OUTSIDE }),
      past('auth.ssh_success', MINUTE_MS, { src: OUTSIDE }),
    ];
    expect(conclude(found('ot.modbus_write', { src: '10.20.0.1' }), around(recent)).severity).toBe(
      'critical',
    );
    expect(conclude(found('ot.modbus_write', {}), around(recent.slice(1))).severity).toBe('high');
  });
});

describe('a change of the gateway', () => {
  it('that an order or an update explains is linked to it and not urgent', () => {
    const updated = around([past('update.installed', 10 * MINUTE_MS)]);
    for (const type of [
      'host.reboot',
      'gw.config_changed',
      'host.apparmor_denied',
      'host.file_integrity',
    ] as const) {
      const { response, because } = conclude(found(type), updated);
      expect(response, type).not.toBe('act');
      expect(because, type).toBe('an update shortly before');
    }
    expect(conclude(found('host.reboot'), around([], { order: 'restart ordered here' })).severity).toBe(
      'low',
    );
  });

  it('that nothing explains weighs more', () => {
    expect(conclude(found('host.reboot'), around())).toMatchObject({ severity: 'high', response: 'review' });
    expect(conclude(found('gw.config_changed'), around()).severity).toBe('high');
    expect(conclude(found('host.file_integrity'), around()).response).toBe('act');
  });

  it('to an account outside of approved work is critical, within it is looked at', () => {
    const change = found('auth.account_change', { user: 'helper' });
    expect(conclude(change, around())).toMatchObject({ severity: 'high', response: 'act', priority: 3 });
    expect(conclude(change, around([], { isMaintenance: false }))).toMatchObject({
      severity: 'critical',
      priority: 2,
    });
    expect(conclude(change, around([], { isMaintenance: true }))).toMatchObject({ response: 'review' });
  });

  it('that stops a service without which it tells nothing asks for somebody', () => {
    expect(conclude(found('host.service_down', { unit: 'tedge-agent.service' }), around())).toMatchObject({
      severity: 'high',
      response: 'act',
      priority: 3,
    });
    expect(conclude(found('host.service_down', { unit: 'cups.service' }), around()).response).toBe('review');
  });
});

describe('levels', () => {
  it.each([
    ['host.disk_full', { used: 90 }, 'medium'],
    ['host.disk_full', { used: 96 }, 'high'],
    ['cert.expiring', { days: 60 }, 'low'],
    ['cert.expiring', { days: 30 }, 'medium'],
    ['cert.expiring', { days: 7 }, 'high'],
    ['time.stepped', { seconds: 0.4 }, 'low'],
    ['time.stepped', { seconds: 1.8 }, 'medium'],
    ['time.stepped', { seconds: -61 }, 'high'],
    ['time.drift', { seconds: 6 }, 'medium'],
    ['time.drift', { seconds: 61 }, 'high'],
  ] as const)('of %s with %o are %s', (type, fields, severity) => {
    expect(conclude(found(type, fields), around()).severity).toBe(severity);
  });

  it('of a clock set right after a restart do not matter', () => {
    const restarted = around([past('host.reboot', MINUTE_MS)]);
    expect(conclude(found('time.stepped', { seconds: 90_000 }), restarted)).toMatchObject({
      severity: 'info',
      response: 'none',
    });
  });

  it('that the record states itself are kept', () => {
    const alert = finding('suricata', 'ids.alert', 'x', {}, { severity: 'critical' });
    expect(conclude(alert, around())).toMatchObject({ severity: 'critical', response: 'act', priority: 2 });
  });
});

it('an end is judged by nothing', () => {
  const over = finding('systemd', 'host.service_down', 'x', { unit: 'tedge-agent.service' }, { ends: true });
  expect(conclude(over, around())).toMatchObject({ severity: 'medium', because: undefined, also: [] });
});

it('what is harmless is looked at from medium on, and only the type can make it urgent', () => {
  expect(responseOf('host.reboot', 'low')).toBe('none');
  expect(responseOf('host.reboot', 'critical')).toBe('review');
  expect(responseOf('ids.alert', 'high')).toBe('review');
  expect(responseOf('ids.alert', 'critical')).toBe('act');
});

it('worse than usual is one step more urgent, and never beyond the highest', () => {
  expect(priorityOf('ot.modbus_write', 'high')).toBe(2);
  expect(priorityOf('ot.modbus_write', 'critical')).toBe(1);
  expect(priorityOf('ot.unexpected_start', 'critical')).toBe(1);
  expect(priorityOf('auth.ssh_failed', 'critical')).toBeUndefined();
});
