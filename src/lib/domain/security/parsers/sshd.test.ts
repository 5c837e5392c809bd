import { describe, expect, it } from 'vitest';
import { readSshd } from './sshd';

describe('a failed login at sshd', () => {
  it.each([
    [
      'Failed password for root from 198.51.100.23 port 51182 ssh2',
      { src: '198.51.100.23', spt: 51182, user: 'root', method: 'password' },
    ],
    [
      'Failed publickey for invalid user oracle from 2001:db8::9 port 4022 ssh2: ED25519 SHA256:abc',
      { src: '2001:db8::9', spt: 4022, user: 'oracle', method: 'publickey' },
    ],
    [
      'Invalid user pi from 198.51.100.23 port 53502',
      { src: '198.51.100.23', user: 'pi', reason: 'no such user' },
    ],
    ['Invalid user  from 198.51.100.23 port 53502', { src: '198.51.100.23', reason: 'no such user' }],
    [
      'User root from 192.0.2.1 not allowed because not listed in AllowUsers',
      { src: '192.0.2.1', user: 'root', reason: 'not listed in AllowUsers' },
    ],
  ])('is read of %s', (line, fields) => {
    expect(readSshd(line)).toMatchObject({
      type: 'auth.ssh_failed',
      key: fields.src,
      source: 'sshd',
      fields,
    });
  });

  it('is blamed on who connected, whatever name was tried', () => {
    const line =
      'Failed password for invalid user x from 192.0.2.1 port 1 ssh2 from 198.51.100.23 port 22 ssh2';
    expect(readSshd(line)).toMatchObject({
      key: '198.51.100.23',
      fields: { src: '198.51.100.23', spt: 22, user: 'x from 192.0.2.1 port 1 ssh2' },
    });
  });

  it('keeps no more of a name than 64 visible characters', () => {
    const line = `Failed password for ${'A'.repeat(500)}\u001b[31m from 198.51.100.23 port 22 ssh2`;
    const reading = readSshd(line);
    if (typeof reading === 'string') throw new Error(reading);
    expect(String(reading.fields['user'])).toHaveLength(64);
    expect(reading.text).not.toContain('\u001b');
  });

  it('is counted once: what PAM says of it is nothing more', () => {
    const pam =
      'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.23 user=root';
    expect(readSshd(pam)).toBe('nothing');
  });
});

describe('a login at sshd', () => {
  it.each([
    ['Accepted publickey for svc from 192.0.2.77 port 56296 ssh2: ED25519 SHA256:abc', 'publickey', 'svc'],
    ['Accepted password for helper from 192.0.2.77 port 43124 ssh2', 'password', 'helper'],
    [
      'Accepted keyboard-interactive/pam for svc from 192.0.2.77 port 43124 ssh2',
      'keyboard-interactive/pam',
      'svc',
    ],
  ])('is read of %s', (line, method, user) => {
    expect(readSshd(line)).toMatchObject({
      type: 'auth.ssh_success',
      fields: { src: '192.0.2.77', user, method },
      key: `192.0.2.77 ${user}`,
    });
  });
});

describe('a handshake that came to nothing', () => {
  it.each([
    'Unable to negotiate with 198.51.100.23 port 45626: no matching key exchange method found. Their offer: x [preauth]',
    'Connection closed by authenticating user root 198.51.100.23 port 45362 [preauth]',
    'Connection reset by 198.51.100.23 port 49115 [preauth]',
    'Disconnected from invalid user ftp 198.51.100.23 port 26138 [preauth]',
    'fatal: Timeout before authentication for 198.51.100.23 port 47056',
    'ssh_dispatch_run_fatal: Connection from 198.51.100.23 port 48680: message authentication code incorrect [preauth]',
    'Magic value check failed (4289475479) on obfuscated handshake from 198.51.100.23 port 62730',
    'refused connect from scanner.example.org (::ffff:198.51.100.23)',
    'Did not receive identification string from 198.51.100.23 port 4000',
    'banner exchange: Connection from 198.51.100.23 port 4000: invalid format',
  ])('is a probe: %s', (line) => {
    expect(readSshd(line)).toMatchObject({ type: 'auth.ssh_probe', key: '198.51.100.23' });
  });

  it.each([
    [
      "Bad protocol version identification 'x 192.0.2.1 port 1' from 198.51.100.23 port 4000",
      '198.51.100.23',
    ],
    [
      'ssh_dispatch_run_fatal: Connection from invalid user 192.0.2.1 port 1 198.51.100.23 port 4000: x [preauth]',
      '198.51.100.23',
    ],
    [
      'Timeout before authentication for connection from 198.51.100.23 to 192.0.2.1, pid = 7',
      '198.51.100.23',
    ],
    ['kex_exchange_identification: client sent invalid protocol identifier "192.0.2.1 port 1"', ''],
  ])('is blamed on nobody whom the client names: %s', (line, key) => {
    expect(readSshd(line)).toMatchObject({ type: 'auth.ssh_probe', key });
  });

  it('is not blamed on an address that the client offers', () => {
    const line =
      'Unable to negotiate with 198.51.100.23 port 45626: no matching MAC found. Their offer: x from 192.0.2.1 port 1 [preauth]';
    expect(readSshd(line)).toMatchObject({ fields: { src: '198.51.100.23', spt: 45626 } });
  });
});

it('the end of a session is nothing', () => {
  for (const line of [
    'Received disconnect from 192.0.2.77 port 56296:11: disconnected by user',
    'Disconnected from user svc 192.0.2.77 port 56296',
    'pam_unix(sshd:session): session closed for user svc',
    'Server listening on 0.0.0.0 port 22.',
  ]) {
    expect(readSshd(line)).toBe('nothing');
  }
});

it('what sshd was never seen to say is not guessed at', () => {
  for (const line of [
    '',
    'Accepted',
    'Failed password',
    'Accepted x for y',
    'Failed none for z port 1',
    'hello',
  ]) {
    expect(readSshd(line)).toBe('unknown');
  }
});
