import { expect, it } from 'vitest';
import { readAccountTool, readSudo } from './accounts';

it.each([
  [
    'new user: name=helper, UID=1001, GID=1001, home=/home/helper, shell=/bin/bash, from=/dev/pts/0',
    'created',
  ],
  ["add 'helper' to group 'sudo'", 'put into a group'],
  ["unlock user 'helper' password", 'unlocked'],
  ["change user 'helper' shell from '/bin/false' to '/bin/sh'", 'changed'],
  ["delete user 'helper'", 'deleted'],
  ['pam_unix(passwd:chauthtok): password changed for helper', 'given a new password'],
  ["password for 'helper' changed by 'root'", 'given a new password'],
  ['user helper added by root to group sudo', 'put into a group'],
])('an account is changed: %s', (line, what) => {
  expect(readAccountTool(line, 'usermod')).toMatchObject({
    type: 'auth.account_change',
    key: 'helper',
    source: 'usermod',
    fields: { user: 'helper', what },
  });
});

it('the group of a new user is not told beside the user', () => {
  expect(readAccountTool('new group: name=helper, GID=1001', 'useradd')).toBe('nothing');
});

it('what the tools were never seen to say is unknown', () => {
  expect(readAccountTool('something else', 'useradd')).toBe('unknown');
});

it.each([
  ['     helper : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh', 'sudo'],
  ['helper : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh', 'sudo'],
  ['helper : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh', 'sudo'],
  ['FAILED SU (to root) helper on pts/0', 'su'],
])('becoming root is refused: %s', (line, program) => {
  expect(readSudo(line, program)).toMatchObject({ type: 'auth.sudo_failed', key: 'helper', source: program });
});

it('an allowed command, and what PAM says beside sudo, are nothing', () => {
  expect(readSudo('svc : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/apt', 'sudo')).toBe('nothing');
  expect(readSudo('pam_unix(sudo:auth): authentication failure; logname=x user=helper', 'sudo')).toBe(
    'nothing',
  );
  expect(readSudo('helper : nonsense', 'sudo')).toBe('unknown');
});
