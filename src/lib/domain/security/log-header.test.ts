import { describe, expect, it } from 'vitest';
import { programName, splitHeader } from './log-header';

const known = (name: string) => ['sshd', 'kernel', 'dropbear'].includes(name);
const split = (line: string) => splitHeader(line, known);

describe('the header of a line', () => {
  it.each([
    ['Nov 20 09:10:01 gw-042 sshd[16378]: hello: you', 'sshd', 'hello: you'],
    ['Nov  2 15:40:14 workshop /usr/sbin/sshd[28179]: hello', 'sshd', 'hello'],
    ['2023-11-14T00:20:42.738197+01:00 host sshd-session[1]: hello', 'sshd-session', 'hello'],
    ['Fri Nov 20 09:12:42 2026 authpriv.warn dropbear[7898]: hello', 'dropbear', 'hello'],
    ['Fri Nov 20 09:21:00 2026 kern.warn kernel: [ 912.345678] hello', 'kernel', '[ 912.345678] hello'],
    ['<34>Nov 20 09:10:01 gw-042 su: hello', 'su', 'hello'],
    ['<34>1 2026-11-20T09:10:01Z gw-042 sshd 77 ID47 [a@1 k="x]\\"y"][b@2] hello', 'sshd', 'hello'],
    ['<34>1 2026-11-20T09:10:01Z gw-042 sshd - - - hello', 'sshd', 'hello'],
    [
      '2026-11-20 09:12:50,388 fail2ban.actions        [733]: NOTICE  [sshd] Ban 1.2.3.4',
      'fail2ban.actions',
      'NOTICE  [sshd] Ban 1.2.3.4',
    ],
    ['sshd[12]: hello', 'sshd', 'hello'],
  ])('is taken off: %s', (line, program, text) => {
    expect(split(line)).toEqual({ program, text });
  });

  it('is not found where there is none', () => {
    for (const line of [
      'hello',
      'error: hello',
      'Exit (root): bye',
      'Nov 20 hello',
      'Fri Nov 20 noon',
      '1 2 3',
      '<>',
      '<999999>x',
    ]) {
      expect(split(line)).toEqual({ program: '', text: line });
    }
  });

  it('has a program without path, brackets or capitals', () => {
    expect(programName('(systemd)')).toBe('systemd');
    expect(programName('/usr/sbin/Dropbear[7]')).toBe('dropbear');
  });
});
