import { expect, it } from 'vitest';
import { readFail2ban } from './fail2ban';

it('a ban is told with its jail', () => {
  expect(readFail2ban('NOTICE  [sshd] Ban 198.51.100.23')).toMatchObject({
    type: 'auth.ban',
    key: '198.51.100.23',
    fields: { src: '198.51.100.23', jail: 'sshd' },
  });
});

it('a ban that is restored after a restart is no new attack', () => {
  expect(readFail2ban('NOTICE  [sshd] Restore Ban 203.0.113.9')).toBe('nothing');
});

it('an end of a ban, and a failure that sshd tells itself, are nothing', () => {
  expect(readFail2ban('NOTICE  [sshd] Unban 198.51.100.23')).toBe('nothing');
  expect(readFail2ban('INFO    [sshd] Found 198.51.100.23 - 2026-11-20 09:12:44')).toBe('nothing');
  expect(readFail2ban('NOTICE  [sshd] 198.51.100.23 already banned')).toBe('nothing');
  expect(readFail2ban('INFO Server ready')).toBe('nothing');
});

it('a ban of nobody is unknown', () => {
  expect(readFail2ban('NOTICE  [sshd] Ban everybody')).toBe('unknown');
  expect(readFail2ban('Ban 198.51.100.23')).toBe('unknown');
});
