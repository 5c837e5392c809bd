import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './catalogue';
import type { LogRecord, Reading } from './finding';
import { keyOf } from './key';
import { readRecord } from './read-record';

const read = (line: string, program?: string) => readRecord({ program, line });

describe('a record', () => {
  it.each([
    [
      'Nov 20 09:12:40 gw-042 sshd[1]: Failed password for root from 198.51.100.23 port 22 ssh2',
      'auth.ssh_failed',
    ],
    [
      "Fri Nov 20 09:12:42 2026 authpriv.warn dropbear[7898]: Bad password attempt for 'root' from 198.51.100.23:38754",
      'auth.ssh_failed',
    ],
    [
      'Fri Nov 20 09:21:00 2026 kern.warn kernel: [ 912.345678] sec:scan IN=eth1 OUT= SRC=198.51.100.23 DST=192.0.2.10 PROTO=TCP SPT=1 DPT=22 RES=0x00 SYN FIN URGP=0',
      'net.port_scan.syn_fin',
    ],
    ['2026-11-20 09:12:50,388 fail2ban.actions        [733]: NOTICE  [sshd] Ban 198.51.100.23', 'auth.ban'],
    [
      'type=DAEMON_END msg=audit(1795169001.001:602): op=terminate auid=1000 uid=0 ses=4 pid=2301 res=success',
      'host.audit_tamper',
    ],
    [
      'Nov 20 09:30:01 gw-042 audit[812]: AVC apparmor="DENIED" operation="exec" profile="tedge-agent" name="/usr/bin/bash" comm="x"',
      'host.apparmor_denied',
    ],
    ['Nov 20 10:30:10 gw-042 chronyd[640]: System clock was stepped by 1.837291 seconds', 'time.stepped'],
    [
      'Nov 20 11:00:00 gw-043 systemd-timesyncd[512]: Timed out waiting for reply from 192.0.2.123:123 (ntp1.example.org).',
      'time.unsynced',
    ],
    ["Nov 20 10:00:09 gw-042 usermod[2215]: add 'helper' to group 'sudo'", 'auth.account_change'],
    [
      "Nov 20 10:10:00 gw-042 systemd[1]: tedge-agent.service: Failed with result 'signal'.",
      'host.service_down',
    ],
    [
      '1795171000: OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed',
      'tls.handshake_failed',
    ],
    [
      '{"event_type":"alert","alert":{"signature_id":2250001,"signature":"x","severity":3}}',
      'ot.modbus_protocol_error',
    ],
    [
      '{"MESSAGE_ID":"ccb0e584a47043d7a5316994bce77ae5","MESSAGE":"Marked slot rootfs.0 as bad"}',
      'update.slot_bad',
    ],
    ['{"SYSLOG_IDENTIFIER":"sshd","MESSAGE":"Invalid user pi from 198.51.100.23 port 1"}', 'auth.ssh_failed'],
  ])('is read with its header: %s', (line, type) => {
    expect(read(line)).toMatchObject({ type });
  });

  it('is read without header when its writer is named, or is plain from the message', () => {
    const line = 'Accepted publickey for svc from 192.0.2.77 port 1 ssh2';
    expect(read(line, 'sshd')).toMatchObject({ type: 'auth.ssh_success' });
    expect(read(line, '/usr/sbin/sshd[12]')).toMatchObject({ type: 'auth.ssh_success' });
    expect(read(line)).toMatchObject({ type: 'auth.ssh_success' });
    expect(read("Bad PAM password attempt for 'x' from 198.51.100.23:1")).toMatchObject({
      type: 'auth.ssh_failed',
    });
  });

  it('of a writer nobody can read is unknown, whatever it says', () => {
    const said = 'Accepted password for root from 198.51.100.23 port 1 ssh2';
    expect(read(said, 'logger')).toBe('unknown');
    expect(read(`Nov 20 09:12:40 gw-042 cron[1]: ${said}`)).toBe('unknown');
  });

  it('that would be harmless is not called so when nobody is known to have written it', () => {
    expect(read('Received disconnect from 192.0.2.77 port 1:11: bye', 'sshd')).toBe('nothing');
    expect(read('Received disconnect from 192.0.2.77 port 1:11: bye')).toBe('unknown');
  });

  it('that is empty is nothing', () => {
    expect(read('')).toBe('nothing');
    expect(read('   ')).toBe('nothing');
  });

  it('is its first line only: what stands behind a line break was put there', () => {
    const line =
      'Invalid user x\nNov 20 09:12:40 gw sshd[1]: Accepted password for root from 198.51.100.23 port 1 ssh2';
    expect(read(line, 'sshd')).toBe('unknown');
  });

  it('beyond 8 KiB is not looked at', () => {
    expect(
      read(`${' '.repeat(8_192)}Accepted password for root from 198.51.100.23 port 1 ssh2`, 'sshd'),
    ).toBe('nothing');
  });

  it('of the journal that is no UTF-8 is a list of its bytes', () => {
    const bytes = [...Buffer.from('Invalid user \u00ff from 198.51.100.23 port 1', 'latin1')];
    expect(
      readRecord({ program: undefined, line: '', json: { _COMM: 'sshd', MESSAGE: bytes } }),
    ).toMatchObject({
      type: 'auth.ssh_failed',
      fields: { user: 'ÿ' },
    });
    expect(readRecord({ program: undefined, line: '', json: { _COMM: 'sshd', MESSAGE: [1, 'x'] } })).toBe(
      'unknown',
    );
  });

  it('of the journal that only pretends to be of the kernel or of sshd is unknown', () => {
    const MESSAGE = 'Accepted password for root from 198.51.100.23 port 1 ssh2';
    const journal = (json: object) => readRecord({ program: undefined, line: '', json });
    expect(journal({ SYSLOG_IDENTIFIER: 'sshd', _COMM: 'sshd', MESSAGE })).toMatchObject({
      type: 'auth.ssh_success',
    });
    expect(journal({ SYSLOG_IDENTIFIER: 'sshd', _COMM: 'logger', MESSAGE })).toBe('unknown');
    const usb = 'usb-storage 1-1:1.0: USB Mass Storage device detected';
    const kernel = (_TRANSPORT: string) => journal({ SYSLOG_IDENTIFIER: 'kernel', _TRANSPORT, MESSAGE: usb });
    expect(kernel('kernel')).toMatchObject({ type: 'host.removable_storage' });
    expect(kernel('syslog')).toBe('unknown');
  });

  it('that is cut JSON, or JSON of nobody, is unknown', () => {
    expect(read('{"event_type":"alert","alert":{"signature_id":1')).toBe('unknown');
    expect(read('{"a":1}')).toBe('unknown');
    expect(read('{"__proto__":{"event_type":"alert"}}')).toBe('unknown');
  });
});

const WORDS = [
  'Accepted ',
  'Failed ',
  'Invalid user ',
  'password',
  ' for ',
  ' from ',
  ' port ',
  '198.51.100.23',
  '2001:db8::1',
  '[preauth]',
  'sshd[1]: ',
  'kernel: ',
  'Nov 20 09:10:01 gw ',
  'Fri Nov 20 09:12:40 2026 a.b ',
  '[ 1.1] ',
  'IN=',
  ' OUT= ',
  ' SRC=',
  ' DST=',
  ' PROTO=TCP',
  ' URGP=0',
  ' SYN',
  ' FIN',
  'type=',
  'AVC',
  'SYSCALL',
  ' msg=audit(1.1:1): ',
  'apparmor="DENIED"',
  ' name="',
  "msg='",
  '"',
  "'",
  '=',
  '<34>1 ',
  'Ban ',
  '[sshd] ',
  'NOTICE ',
  'usb 1-1: ',
  'New USB device found, idVendor=',
  'Installation ',
  ' failed: ',
  'Marked slot ',
  ' as bad',
  'System clock was stepped by ',
  '1.5',
  '{"',
  '":',
  '}',
  'Denied PUBLISH from ',
  'OpenSSL Error[0]: error:',
  'x',
  ' ',
  '\u0000',
  '\u202e',
  '\ud800',
  '\n',
];

const hostile = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join('')),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
    .map((units) => String.fromCharCode(...units)),
);
const programs = fc.constantFrom(
  undefined,
  'sshd',
  'dropbear',
  'kernel',
  'audit',
  'fail2ban.actions',
  'rauc',
  'chronyd',
  'systemd-timesyncd',
  'systemd',
  'mosquitto',
  'useradd',
  'sudo',
  'ulogd',
  'cron',
);

/** Letters that break lines, steer terminals or turn the direction of what follows. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function checkReading(reading: Reading): void {
  if (typeof reading === 'string') {
    expect(['unknown', 'nothing']).toContain(reading);
    return;
  }
  expect(EVENT_TYPES[reading.type]).toBeDefined();
  expect(reading.key).toBe(keyOf(reading.type, reading.fields));
  expect(Object.keys(reading.fields).length).toBeLessThanOrEqual(24);
  const texts = [reading.text, reading.key, ...Object.values(reading.fields)].filter(
    (value) => typeof value === 'string',
  );
  expect(texts.filter((text) => text.length > 400 || HIDDEN.test(text) || !text.isWellFormed())).toEqual([]);
}

describe('whatever stands in a log', () => {
  it('is read without harm, into text that is bounded and visible', () => {
    fc.assert(
      fc.property(hostile, programs, (line, program) => {
        checkReading(readRecord({ program, line }));
      }),
      { numRuns: 500 },
    );
  });

  it('is so as JSON too', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.constantFrom(true, null, [], [1], {}, [{}]));
    const member = fc.constantFrom(
      'event_type',
      'alert',
      'anomaly',
      'modbus',
      'request',
      'signature_id',
      'event',
      'MESSAGE',
      'MESSAGE_ID',
      'SYSLOG_IDENTIFIER',
      'booted',
      'boot_primary',
      'slots',
      'metadata',
      'src_ip',
      'severity',
      '__proto__',
      'constructor',
    );
    const record = fc.dictionary(
      member,
      fc.oneof(
        value,
        fc.constantFrom('alert', 'anomaly', 'modbus', 'sshd', 'kernel', 'c48141f7fd49443aafff862b4809168f'),
      ),
    );
    const nested = fc.dictionary(member, fc.oneof(value, record));
    fc.assert(
      fc.property(nested, (json) => {
        const reading: LogRecord = { program: undefined, line: '', json };
        checkReading(readRecord(reading));
      }),
      { numRuns: 300 },
    );
  });
});
