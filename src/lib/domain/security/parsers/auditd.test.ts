import { describe, expect, it } from 'vitest';
import { auditFields } from './audit-fields';
import { readAudit } from './auditd';

describe('fields of a record', () => {
  it('are bare, quoted, or in the single quotes of a message', () => {
    const fields = auditFields(`pid=1 comm="a b" msg='op=add-user acct="x" res=success' tail=end`);
    expect(Object.fromEntries(fields)).toEqual({
      pid: '1',
      comm: 'a b',
      op: 'add-user',
      acct: 'x',
      res: 'success',
      tail: 'end',
    });
  });

  it('in hexadecimal are read where the kernel writes them so', () => {
    expect(auditFields('comm=62617368 exe=2F62696E2F6E63 syscall=59 key=(null)')).toEqual(
      new Map([
        ['comm', 'bash'],
        ['exe', '/bin/nc'],
        ['syscall', '59'],
        ['key', ''],
      ]),
    );
  });

  it('count the first time they stand there', () => {
    expect(auditFields('auid=1000 comm="x" auid=0').get('auid')).toBe('1000');
  });
});

describe('the audit itself', () => {
  const at = 'msg=audit(1795169000.001:600): ';

  it.each([
    `type=CONFIG_CHANGE ${at}op=set audit_enabled=0 old=1 auid=1000 ses=4 res=1`,
    `type=CONFIG_CHANGE ${at}auid=1000 ses=4 op=remove_rule key="exec" list=4 res=1`,
    `type=CONFIG_CHANGE ${at}auid=1000 ses=4 op="remove_rule" key=(null) list=4 res=1`,
    `type=DAEMON_END ${at}op=terminate auid=1000 uid=0 ses=4 pid=2301 res=success`,
    `type=DAEMON_ABORT ${at}op=error auid=0 res=failed`,
    'audit: backlog limit exceeded',
    'audit: audit_lost=12 audit_rate_limit=0 audit_backlog_limit=64',
  ])('was tampered with: %s', (line) => {
    expect(readAudit(line)).toMatchObject({ type: 'host.audit_tamper', key: '', ends: false });
  });

  it('was switched on again', () => {
    expect(readAudit(`type=CONFIG_CHANGE ${at}op=set audit_enabled=1 old=0 auid=0 res=1`)).toMatchObject({
      type: 'host.audit_tamper',
      ends: true,
    });
  });

  it('runs again', () => {
    expect(readAudit(`type=DAEMON_START ${at}op=start ver=3.0 res=success`)).toMatchObject({ ends: true });
  });

  it('may be changed in ways that take nothing away', () => {
    expect(readAudit(`type=CONFIG_CHANGE ${at}auid=0 op=add_rule key="exec" list=4 res=1`)).toBe('nothing');
    expect(readAudit('audit_lost=0 audit_rate_limit=0')).toBe('nothing');
  });
});

describe('a command', () => {
  const exec = (more: string, { arch = 'c00000b7', syscall = 221, success = 'yes', auid = '1000' } = {}) =>
    `type=SYSCALL msg=audit(1795169000.001:601): arch=${arch} syscall=${syscall} success=${success} exit=0 ` +
    `ppid=1 pid=2 auid=${auid} uid=0 tty=pts0 ${more}`;

  it('is suspicious when a tool of attackers is started by somebody who logged in', () => {
    expect(readAudit(exec('comm="tcpdump" exe="/usr/bin/tcpdump" key=(null)'))).toMatchObject({
      type: 'host.audit_exec_suspicious',
      key: '/usr/bin/tcpdump 1000',
      fields: { exe: '/usr/bin/tcpdump', auid: 1000, uid: 0 },
    });
    expect(readAudit(exec('comm="tcpdump" exe="/usr/bin/tcpdump"', { auid: '4294967295' }))).toBe('nothing');
  });

  it('is suspicious when the rule that recorded it says so', () => {
    expect(readAudit(exec('comm="x" exe="/tmp/x" key="susp_activity"'))).toMatchObject({
      fields: { rule: 'susp_activity' },
    });
  });

  it('has the number of its architecture', () => {
    const tool = 'comm="nc" exe="/usr/bin/nc" key=(null)';
    expect(readAudit(exec(tool, { arch: 'c000003e', syscall: 59 }))).toMatchObject({
      type: 'host.audit_exec_suspicious',
    });
    expect(readAudit(exec(tool, { arch: 'c00000b7', syscall: 59 }))).toBe('nothing');
    expect(readAudit(exec(tool, { arch: 'c000003e', syscall: 221 }))).toBe('nothing');
  });

  it('that is usual, or did not start, is nothing', () => {
    expect(readAudit(exec('comm="id" exe="/usr/bin/id" key=(null)'))).toBe('nothing');
    expect(readAudit(exec('comm="nc" exe="/usr/bin/nc"', { success: 'no' }))).toBe('nothing');
  });
});

describe('AppArmor', () => {
  const denied = (body: string) => `audit: type=1400 audit(1795167000.123:456): apparmor="DENIED" ${body}`;

  it.each([
    [
      'operation="open" profile="/usr/bin/drive-poller" name="/etc/shadow" pid=812 comm="drive-poller" requested_mask="r" denied_mask="r"',
      '/usr/bin/drive-poller open /etc/shadow',
    ],
    [
      'operation="exec" class="file" profile="tedge-agent" name="/usr/bin/bash" pid=900 comm="tedge-agent" denied_mask="x"',
      'tedge-agent exec /usr/bin/bash',
    ],
    [
      'operation="open" info="Failed name lookup - disconnected path" error=-13 profile="p" name="run/x" comm="c"',
      'p open run/x',
    ],
    [
      'operation="capable" profile="/usr/sbin/chronyd" pid=640 comm="chronyd" capability=23  capname="sys_nice"',
      '/usr/sbin/chronyd capable sys_nice',
    ],
  ])('keeps a program from an access: %s', (body, key) => {
    expect(readAudit(denied(body))).toMatchObject({ type: 'host.apparmor_denied', key, source: 'apparmor' });
  });

  it('is read from the journal too', () => {
    const line = 'AVC apparmor="DENIED" operation="open" profile="p" name="/x" comm="c"';
    expect(readAudit(line)).toMatchObject({ type: 'host.apparmor_denied' });
  });

  it('is not what another record only looks like', () => {
    const said = `type=USER_LOGIN msg=audit(1.1:1): pid=1 msg='op=login acct=apparmor="DENIED" profile="p" res=failed'`;
    expect(readAudit(said)).toBe('nothing');
  });

  it('loads profiles, and that is nothing', () => {
    expect(
      readAudit(
        'audit: type=1400 audit(1.1:1): apparmor="STATUS" operation="profile_load" profile="unconfined"',
      ),
    ).toBe('nothing');
    expect(
      readAudit('audit: type=1400 audit(1.1:1): apparmor="ALLOWED" operation="open" profile="p" name="/x"'),
    ).toBe('nothing');
  });
});

describe('other records', () => {
  it('tell of accounts', () => {
    const line = `type=ADD_USER msg=audit(1795168800.100:501): pid=2201 uid=0 auid=1000 ses=4 msg='op=add-user id=1001 exe="/usr/sbin/useradd" hostname=? addr=? terminal=pts/0 res=success'`;
    expect(readAudit(line)).toMatchObject({
      type: 'auth.account_change',
      key: '1001',
      fields: { user: '1001', operation: 'add-user', by: '1000' },
    });
    expect(readAudit(line.replace('res=success', 'res=failed'))).toBe('nothing');
  });

  it('tell of files that IMA measured or judged', () => {
    const line =
      'type=INTEGRITY_DATA msg=audit(1795170000.001:700): pid=2401 uid=0 auid=1000 ses=4 op=appraise_data cause=invalid-hash comm="bash" name="/usr/bin/drive-poller" dev="mmcblk0p2" ino=1234 res=0';
    expect(readAudit(line)).toMatchObject({
      type: 'host.ima_violation',
      key: '/usr/bin/drive-poller invalid-hash',
    });
    expect(readAudit(line.replace('INTEGRITY_DATA', '1800'))).toMatchObject({ type: 'host.ima_violation' });
  });

  it('are nothing when another line tells it better, and unknown when nobody has said what they are', () => {
    expect(readAudit(`type=USER_AUTH msg=audit(1.1:1): pid=1 msg='op=PAM:authentication res=failed'`)).toBe(
      'nothing',
    );
    expect(readAudit('type=EXECVE msg=audit(1.1:1): argc=1 a0="id"')).toBe('nothing');
    expect(readAudit('type=ANOM_ABEND msg=audit(1.1:1): auid=0')).toBe('unknown');
    expect(readAudit('no record at all')).toBe('unknown');
  });
});
