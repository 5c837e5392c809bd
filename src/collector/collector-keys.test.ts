import { describe, expect, it } from 'vitest';
import { DAY_S, IMAGE_NOW, reportOf, type ImageContent } from '../../tests/support/gateway-image';
import { readEvidence } from '../lib/domain/posture/reported';

const tells = (text: string) => `cat <<'OUT'\n${text}\nOUT`;
/** `ss` of a gateway: what listens, and what is connected. */
const ss = (listening: string, established = '') =>
  `case "$*" in *-l*) ${tells(listening)}\n;; *) ${tells(established)}\n;; esac`;
const SSHD = 'tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=700,fd=3))';
const DNS =
  'udp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*    users:(("resolved",pid=300,fd=12))';
const seen = { 'proc/1/environ': 'x', 'proc/700/comm': 'sshd\n' };
const conf = (text: string) => ({ 'etc/zonewatch-collector.conf': `${text}\n` });
const efi = (name: string, value: number) => ({
  [`sys/firmware/efi/efivars/${name}`]: Uint8Array.of(6, 0, 0, 0, value),
});
const GLOBAL = '8be4df61-93ca-11d2-aa0d-00e098032b8c';
const NFT = `table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		tcp dport 22 limit rate 10/minute accept
	}
	chain forward {
		type filter hook forward priority filter; policy accept;
	}
}`;
const SHADOW =
  'root:*:19000::::::\npi:$y$hash:20300:0:99999:7:::\nclosed:!$y$hash:20300::::::\nold:$y$hash:20000:::::19500:\n';
const PASSWD =
  'root:x:0:0::/root:/bin/bash\npi:x:1000:1000::/home/pi:/bin/bash\nclosed:x:1001:1001::/home/c:/bin/sh\n' +
  'old:x:1002:1002::/home/o:/bin/sh\ndaemon:x:1:1::/:/usr/sbin/nologin\n';
const accounts = { 'etc/passwd': PASSWD, 'etc/shadow': SHADOW };
/** Record of uid 1000 in the log of last sign-ins. */
function lastlog(seconds: number): Uint8Array {
  const bytes = new Uint8Array(292 * 1_001);
  new DataView(bytes.buffer).setUint32(292 * 1_000, seconds, true);
  return bytes;
}
const SSHD_T =
  'permitrootlogin no\npasswordauthentication no\nkbdinteractiveauthentication no\nbanner /etc/issue.net\nclientaliveinterval 0';
const TRACKING =
  'A29FC801,time.plant.example,3,1763699999.5,0.000412,0.0001,0.0002,1.1,0.0,0.2,0.01,0.001,64.4,';
const disk = (uuid: string) => ({
  'proc/self/mountinfo': '22 1 254:1 / / rw - ext4 /dev/mapper/x rw\n30 22 0:25 / /tmp rw - tmpfs tmpfs rw\n',
  'sys/dev/block/254:1/dev': '254:1\n',
  'sys/dev/block/254:1/dm/uuid': `${uuid}\n`,
});

/** A question, a gateway, and what the collector says of it; `undefined` is silence. */
const CASES: [key: string, what: string, content: ImageContent, expected: unknown][] = [
  [
    'gw.ports.listening',
    'ss',
    { tools: { ss: ss(`${SSHD}\n${DNS}`) }, files: { 'proc/700/comm': 'sshd\n' } },
    {
      sockets: [
        { protocol: 'tcp', port: 22, address: '0.0.0.0', process: 'sshd' },
        { protocol: 'udp', port: 53, address: '127.0.0.53%lo' },
      ],
    },
  ],
  [
    'gw.ports.listening',
    'no ss, but the kernel’s own tables',
    {
      files: {
        'proc/net/tcp':
          '  sl  local rem st\n   0: 00000000:0016 00000000:0000 0A 0\n   1: 0100007F:1F90 00000000:0000 0A 0\n',
        'proc/net/tcp6':
          '  sl\n   0: 00000000000000000000000001000000:0019 00000000000000000000000000000000:0000 0A 0\n',
        'proc/net/udp': '  sl\n   0: 0A00A8C0:007B 00000000:0000 07 0\n',
      },
    },
    {
      sockets: [
        { protocol: 'tcp', port: 22, address: '0.0.0.0' },
        { protocol: 'udp', port: 123, address: '192.168.0.10' },
        { protocol: 'tcp', port: 25, address: '::1' },
        { protocol: 'tcp', port: 8080, address: '127.0.0.1' },
      ],
    },
  ],
  [
    'gw.ports.outbound',
    'connections that were begun here',
    {
      tools: {
        ss: ss(
          SSHD,
          [
            '0      0      192.0.2.5:22         192.0.2.9:50122',
            '0      0      192.0.2.5:41234      203.0.113.7:8883',
            '0      0      127.0.0.1:40000      127.0.0.1:1883',
          ].join('\n'),
        ),
      },
    },
    { destinations: ['203.0.113.7:8883'] },
  ],
  ['gw.firewall.policy', 'nft', { tools: { nft: tells(NFT) } }, { input: 'drop', forward: 'accept' }],
  [
    'gw.firewall.policy',
    'nft against the sum of a baseline',
    {
      tools: { nft: tells(NFT) },
      files: { 'etc/zonewatch-collector.firewall.sha256': 'of other rules\n' },
    },
    { input: 'drop', forward: 'accept', baseline: false },
  ],
  [
    'gw.firewall.policy',
    'an empty firewall',
    { tools: { nft: 'true' } },
    { input: 'accept', forward: 'accept' },
  ],
  [
    'gw.firewall.policy',
    'IPv6 forgotten',
    {
      tools: {
        iptables: tells('-P INPUT DROP\n-P FORWARD DROP'),
        ip6tables: tells('-P INPUT ACCEPT\n-P FORWARD DROP'),
      },
      files: { 'proc/net/if_inet6': 'fe80 eth0\n' },
    },
    { input: 'drop, but accept for IPv6', forward: 'drop' },
  ],
  ['gw.firewall.policy', 'nobody may look', { tools: { nft: 'exit 1' } }, undefined],
  [
    'gw.dos.config',
    'cookies and a limit',
    {
      tools: { nft: tells(NFT) },
      files: { 'proc/sys/net/ipv4/tcp_syncookies': '1\n' },
    },
    { synCookies: true, rateLimit: true },
  ],
  ['gw.dos.config', 'rules unknown', { files: { 'proc/sys/net/ipv4/tcp_syncookies': '1\n' } }, undefined],
  [
    'net.segments',
    'an interface of their own',
    {
      files: {
        ...conf('drive_interfaces = eth1'),
        'proc/net/route':
          'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t0101A8C0\t3\t0\t0\t0\t00000000\n',
        'proc/sys/net/ipv4/ip_forward': '0\n',
      },
    },
    { separate: true, forwarding: false },
  ],
  [
    'net.segments',
    'drives on the way out',
    {
      files: {
        ...conf('drive_interfaces = eth0'),
        'proc/net/route':
          'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t0101A8C0\t3\t0\t0\t0\t00000000\n',
        'proc/sys/net/ipv4/ip_forward': '1\n',
      },
    },
    { separate: false, forwarding: true },
  ],
  [
    'net.segments',
    'nobody said where the drives are',
    { files: { 'proc/sys/net/ipv4/ip_forward': '0\n' } },
    undefined,
  ],
  [
    'net.neighbours',
    'a stranger among the drives',
    {
      files: conf('drive_interfaces = eth1\ndrive_neighbours = 00:1B:08:00:00:01'),
      tools: {
        ip: tells(
          '192.168.9.2 dev eth1 lladdr 00:1b:08:00:00:01 REACHABLE\n192.168.9.7 dev eth1 lladdr 66:66:66:00:00:01 STALE\n10.0.0.1 dev eth0 lladdr 00:00:5e:00:01:01 REACHABLE\n192.168.9.9 dev eth1 FAILED',
        ),
      },
    },
    { unexpected: ['66:66:66:00:00:01 on eth1'] },
  ],
  [
    'net.unexpected',
    'elsewhere, by the kernel’s table',
    {
      files: {
        ...conf('drive_interfaces = eth1\nknown_devices = 00:00:5e:00:01:01'),
        'proc/net/arp':
          'IP HW Flags MAC Mask Device\n10.0.0.1 0x1 0x2 00:00:5e:00:01:01 * eth0\n10.0.0.9 0x1 0x2 aa:bb:cc:00:00:01 * eth0\n',
      },
    },
    { unexpected: ['aa:bb:cc:00:00:01 on eth0'] },
  ],
  ['net.unexpected', 'nobody listed anything', { files: { 'proc/net/arp': 'IP\n' } }, undefined],
  ['gw.accounts.default', 'one that came with the image', { files: accounts }, { enabled: ['pi'] }],
  [
    'gw.accounts.default',
    'a locked one that a key still opens',
    {
      files: {
        ...accounts,
        ...conf('default_accounts = closed'),
        'home/c/.ssh/authorized_keys': 'ssh-ed25519 AAAA\n',
      },
    },
    { enabled: ['closed'] },
  ],
  ['gw.accounts.default', 'nobody may look', { files: { 'etc/passwd': PASSWD } }, undefined],
  [
    'gw.accounts.idle',
    'days since the last sign-in',
    {
      files: {
        ...accounts,
        'etc/shadow': SHADOW.replace('20300', '20000'),
        'var/log/lastlog': lastlog(IMAGE_NOW - 3 * DAY_S),
      },
    },
    { accounts: [{ name: 'pi', idleDays: 3 }] },
  ],
  [
    'gw.accounts.idle',
    'one that never signed in counts from its password',
    {
      files: {
        ...accounts,
        'var/log/lastlog': new Uint8Array(8),
      },
    },
    { accounts: [{ name: 'pi', idleDays: Math.floor(IMAGE_NOW / DAY_S) - 20_300 }] },
  ],
  [
    'gw.accounts.idle',
    'an account for emergencies is left out',
    {
      files: {
        ...accounts,
        ...conf('break_glass_accounts = pi'),
        'var/log/lastlog': new Uint8Array(8),
      },
    },
    { accounts: [] },
  ],
  ['gw.accounts.idle', 'nobody writes sign-ins down', { files: accounts }, undefined],
  [
    'gw.accounts.named',
    'as people say',
    { files: conf('shared_accounts = shift, service') },
    { shared: ['shift', 'service'] },
  ],
  ['gw.accounts.named', 'people say none', { files: conf('shared_accounts = none') }, { shared: [] }],
  ['gw.accounts.named', 'nobody said', {}, undefined],
  [
    'gw.password.policy',
    'the rule on the line',
    {
      files: {
        'etc/pam.d/common-password': 'password requisite pam_pwquality.so retry=3 minlen=14\n',
        'etc/security/pwquality.conf': 'minlen = 9\n',
      },
    },
    { minLength: 14, dictionary: true },
  ],
  [
    'gw.password.policy',
    'the rule in the file',
    {
      files: {
        'etc/pam.d/common-password': 'password requisite pam_pwquality.so retry=3\n',
        'etc/security/pwquality.conf': '# minlen = 8\nminlen = 12\ndictcheck = 0\n',
      },
    },
    { minLength: 12, dictionary: false },
  ],
  [
    'gw.password.policy',
    'none',
    { files: { 'etc/pam.d/common-password': 'password [success=1] pam_unix.so obscure yescrypt\n' } },
    { minLength: 6, dictionary: false },
  ],
  [
    'gw.login.lockout',
    'set and seen',
    {
      files: { 'etc/pam.d/common-auth': 'auth required pam_faillock.so preauth deny=5\n' },
      tools: {
        journalctl:
          'echo "pam_faillock(sshd:auth): Consecutive login failures for user x account temporarily locked"',
      },
    },
    { limit: 5, seen: true },
  ],
  [
    'gw.login.lockout',
    'set and never seen',
    {
      files: {
        'etc/pam.d/common-auth': 'auth required pam_faillock.so preauth\n',
        'etc/security/faillock.conf': '# deny = 9\ndeny = 4\n',
      },
    },
    { limit: 4, seen: false },
  ],
  [
    'gw.login.lockout',
    'none',
    { files: { 'etc/pam.d/common-auth': 'auth pam_unix.so\n' } },
    { limit: 0, seen: false },
  ],
  [
    'gw.ssh.config',
    'the server’s own time-out',
    { tools: { sshd: tells(`${SSHD_T}\nchanneltimeout session:*=15m`) } },
    { rootLogin: 'no', passwords: false, banner: true, idleMinutes: 15 },
  ],
  [
    'gw.ssh.config',
    'the shell’s time-out',
    {
      tools: {
        sshd: tells(`${SSHD_T}\nchanneltimeout none`.replace('banner /etc/issue.net', 'banner none')),
      },
      files: { 'etc/profile.d/timeout.sh': 'readonly TMOUT=600\n' },
    },
    { rootLogin: 'no', passwords: false, banner: false, idleMinutes: 10 },
  ],
  ['gw.ssh.config', 'no server', {}, undefined],
  ['gw.wireless', 'none', { files: { 'sys/class/net/eth0/flags': '0x1003\n' } }, { radios: [] }],
  [
    'gw.wireless',
    'one that is switched off',
    {
      files: {
        'sys/class/net/wlan0/flags': '0x1003\n',
        'sys/class/net/wlan0/phy80211/name': 'phy0\n',
        'sys/class/rfkill/rfkill0/type': 'wlan\n',
        'sys/class/rfkill/rfkill0/soft': '1\n',
        'sys/class/rfkill/rfkill0/hard': '0\n',
      },
    },
    { radios: [{ kind: 'wlan', on: false }] },
  ],
  [
    'gw.wireless',
    'one that is on, on a listed network',
    {
      files: {
        ...conf('wireless_networks = plant-wifi'),
        'sys/class/net/wlan0/flags': '0x1003\n',
        'sys/class/net/wlan0/phy80211/name': 'phy0\n',
        'sys/class/bluetooth/hci0/x': '',
      },
      tools: { wpa_cli: tells('ssid=plant-wifi\nkey_mgmt=SAE') },
    },
    {
      radios: [
        { kind: 'wlan', on: true, security: 'wpa3', listed: true },
        { kind: 'bluetooth', on: true },
      ],
    },
  ],
  [
    'gw.usb',
    'the driver is not loaded',
    {
      files: {
        'sys/bus/usb/devices/usb1/authorized_default': '1\n',
        'proc/modules': 'ext4 1 1 - Live\n',
        'etc/modprobe.d/usb.conf': 'install usb-storage /bin/false\n',
      },
    },
    { blocked: true },
  ],
  [
    'gw.usb',
    'buses admit nothing',
    { files: { 'sys/bus/usb/devices/usb1/authorized_default': '0\n', 'proc/modules': 'x\n' } },
    { blocked: true },
  ],
  [
    'gw.usb',
    'forbidden, but in use',
    {
      files: {
        'sys/bus/usb/devices/usb1/authorized_default': '1\n',
        'proc/modules': 'usb_storage 77824 1 - Live\n',
        'etc/modprobe.d/usb.conf': 'blacklist usb-storage\n',
      },
    },
    { blocked: false },
  ],
  ['gw.usb', 'no buses', { files: { 'proc/modules': 'x\n' } }, undefined],
  [
    'gw.secureboot',
    'enforced',
    { files: { ...efi(`SecureBoot-${GLOBAL}`, 1), ...efi(`SetupMode-${GLOBAL}`, 0) } },
    { enabled: true, enforced: true },
  ],
  [
    'gw.secureboot',
    'in set-up mode',
    { files: { ...efi(`SecureBoot-${GLOBAL}`, 1), ...efi(`SetupMode-${GLOBAL}`, 1) } },
    { enabled: true, enforced: false },
  ],
  [
    'gw.secureboot',
    'a shim that checks nothing',
    {
      files: {
        ...efi(`SecureBoot-${GLOBAL}`, 1),
        ...efi('MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23', 1),
      },
    },
    { enabled: true, enforced: false },
  ],
  ['gw.secureboot', 'no UEFI', {}, undefined],
  [
    'gw.tpm.used',
    'in the TPM',
    {
      files: {
        'etc/tedge/device-certs/tedge-private-key.pem': '-----BEGIN TSS2 PRIVATE KEY-----\nMII\n',
        'sys/class/tpm/tpm0/dev': '10:224\n',
      },
    },
    { resident: true, available: true },
  ],
  [
    'gw.tpm.used',
    'in a file',
    {
      files: { ...conf('device_key = /etc/key.pem'), 'etc/key.pem': '-----BEGIN EC PRIVATE KEY-----\nMII\n' },
    },
    { resident: false, available: false },
  ],
  [
    'gw.tpm.used',
    'a TPM, and nobody knows where the key is',
    { files: { 'sys/class/tpm/tpm0/dev': '10:224\n' } },
    undefined,
  ],
  [
    'gw.fw.version',
    'Debian',
    {
      files: {
        'etc/os-release': 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\n',
        'etc/debian_version': '12.11\n',
        ...conf('approved_firmware = 13'),
      },
    },
    { version: 'Debian GNU/Linux 12.11', newest: '13' },
  ],
  [
    'gw.fw.version',
    'slots of RAUC',
    {
      tools: {
        rauc: tells(
          "RAUC_SLOT_STATE_1='inactive'\nRAUC_SLOT_STATE_2='booted'\nRAUC_SLOT_BOOTNAME_2='B'\nRAUC_SLOT_STATUS_BUNDLE_VERSION_2='2.4.1'",
        ),
      },
    },
    { version: '2.4.1', slot: 'B' },
  ],
  ['gw.fw.update', 'no slots', {}, undefined],
  [
    'gw.apparmor',
    'confined',
    {
      tools: { ss: ss(SSHD) },
      files: {
        ...seen,
        'sys/module/apparmor/parameters/enabled': 'Y\n',
        'proc/700/attr/apparmor/current': '/usr/sbin/sshd (enforce)\n',
      },
    },
    { unconfined: [] },
  ],
  [
    'gw.apparmor',
    'told only',
    {
      tools: { ss: ss(SSHD) },
      files: {
        ...seen,
        'sys/module/apparmor/parameters/enabled': 'Y\n',
        'proc/700/attr/apparmor/current': '/usr/sbin/sshd (complain)\n',
      },
    },
    { unconfined: ['sshd'] },
  ],
  [
    'gw.apparmor',
    'not in the kernel',
    { tools: { ss: ss(SSHD) }, files: { ...seen, 'sys/module/x/y': '' } },
    { unconfined: ['sshd'] },
  ],
  [
    'gw.apparmor',
    'a listener that nobody can name',
    {
      tools: { ss: ss(SSHD.replace(/users.*/, '')) },
      files: { ...seen, 'sys/module/apparmor/parameters/enabled': 'Y\n' },
    },
    undefined,
  ],
  [
    'gw.malware',
    'read-only root and a list',
    {
      files: {
        'proc/1/environ': 'x',
        'proc/mounts': '/dev/root / squashfs ro,relatime 0 0\n',
        'proc/9/comm': 'fapolicyd\n',
      },
    },
    { readOnlyRoot: true, allowList: true, scanner: false },
  ],
  [
    'gw.malware',
    'a scanner',
    {
      files: {
        'proc/1/environ': 'x',
        'proc/mounts': '/dev/root / ext4 rw,errors=remount-ro 0 0\n',
        'proc/9/comm': 'clamonacc\n',
      },
    },
    { readOnlyRoot: false, allowList: false, scanner: true },
  ],
  ['gw.disk.encryption', 'encrypted', { files: disk('CRYPT-LUKS2-0123-x') }, { encrypted: true }],
  [
    'gw.disk.encryption',
    'a volume on an encrypted disk',
    {
      files: {
        ...disk('LVM-x'),
        'sys/dev/block/254:1/slaves/dm-0/dev': '254:0\n',
        'sys/dev/block/254:0/dm/uuid': 'CRYPT-LUKS2-x\n',
      },
    },
    { encrypted: true },
  ],
  ['gw.disk.encryption', 'plain', { files: disk('LVM-x') }, { encrypted: false }],
  [
    'gw.disk.encryption',
    'an overlay',
    { files: { 'proc/self/mountinfo': '22 1 0:40 / / rw - overlay overlay rw\n' } },
    undefined,
  ],
  ['gw.tamper', 'open', { files: { 'sys/class/hwmon/hwmon1/intrusion0_alarm': '1\n' } }, { closed: false }],
  ['gw.tamper', 'no switch', {}, undefined],
  [
    'gw.ntp',
    'chrony',
    { tools: { chronyc: `case "$*" in *tracking) ${tells(`${TRACKING}Normal`)}\n;; *) exit 1 ;; esac` } },
    { synchronised: true, offsetMs: 0.412, source: 'time.plant.example' },
  ],
  [
    'gw.ntp',
    'chrony without a source',
    {
      tools: {
        chronyc: `case "$*" in *tracking) ${tells('00000000,,0,0,0.0,0,0,0,0,0,1,1,0,Not synchronised')}\n;; *) exit 1 ;; esac`,
      },
    },
    { synchronised: false, offsetMs: 0 },
  ],
  [
    'gw.ntp',
    'systemd',
    {
      tools: {
        timedatectl: `case "$*" in *NTPSynchronized*) echo yes ;; *) ${tells('       Server: 192.0.2.1 (time.plant.example)\n       Offset: -1.512ms')}\n;; esac`,
      },
    },
    { synchronised: true, offsetMs: -1.512, source: '192.0.2.1 (time.plant.example)' },
  ],
  ['gw.ntp', 'systemd, not in step', { tools: { timedatectl: 'echo no' } }, { synchronised: false }],
  ['gw.ntp', 'nobody knows', {}, undefined],
  [
    'gw.ntp.nts',
    'the chosen source is proven',
    {
      tools: {
        chronyc: `case "$*" in *sources) ${tells('^,*,192.0.2.1,2,6,377,20,0,0,0\n^,+,192.0.2.2,2,6,377,20,0,0,0')}\n;; *authdata) ${tells('192.0.2.2,-,0,0,0,0,0,0,0,0\n192.0.2.1,NTS,1,15,256,12,0,0,8,100')}\n;; *) exit 1 ;; esac`,
      },
    },
    { authenticated: true },
  ],
  [
    'gw.ntp.nts',
    'only another one is',
    {
      tools: {
        chronyc: `case "$*" in *sources) ${tells('^,*,192.0.2.1,2,6,377,20,0,0,0')}\n;; *authdata) ${tells('192.0.2.2,NTS,1,15,256,12,0,0,8,100\n192.0.2.1,-,0,0,0,0,0,0,0,0')}\n;; *) exit 1 ;; esac`,
      },
    },
    { authenticated: false },
  ],
  [
    'gw.resources',
    'a limit of its group',
    {
      tools: {
        ss: ss(SSHD),
        journalctl: 'case "$*" in *-k*) echo "Memory cgroup out of memory: Killed process 7 (x)";; esac',
      },
      files: {
        ...seen,
        'sys/fs/cgroup/cgroup.controllers': 'memory\n',
        'proc/700/cgroup': '0::/system.slice/ssh.service\n',
        'sys/fs/cgroup/system.slice/ssh.service/memory.max': 'max\n',
        'sys/fs/cgroup/system.slice/memory.max': '268435456\n',
      },
    },
    { limits: true, outOfMemory: 1 },
  ],
  [
    'gw.resources',
    'no limit, by the kernel’s count',
    {
      tools: { ss: ss(SSHD) },
      files: {
        ...seen,
        'sys/fs/cgroup/cgroup.controllers': 'memory\n',
        'proc/700/cgroup': '0::/\n',
        'proc/vmstat': 'oom_kill 0\n',
        'proc/uptime': '700000.10 1.0\n',
      },
    },
    { limits: false, outOfMemory: 0 },
  ],
  [
    'gw.resources',
    'it has not run for a week',
    {
      tools: { ss: ss(SSHD) },
      files: {
        ...seen,
        'sys/fs/cgroup/cgroup.controllers': 'memory\n',
        'proc/700/cgroup': '0::/\n',
        'proc/vmstat': 'oom_kill 0\n',
        'proc/uptime': '600.10 1.0\n',
      },
    },
    undefined,
  ],
  [
    'gw.backup',
    'made and restored',
    {
      files: {
        ...conf('backup_stamp = /var/backup.done\nrestore_stamp = /var/restore.done\nbackup_timer = b.timer'),
        'var/backup.done': '',
        'var/restore.done': '',
        'etc/systemd/system/timers.target.wants/b.timer': '',
      },
      writtenAt: { 'var/backup.done': IMAGE_NOW - 2 * DAY_S, 'var/restore.done': IMAGE_NOW - 90 * DAY_S },
    },
    { automatic: true, ageDays: 2, restoreTestDays: 90 },
  ],
  [
    'gw.backup',
    'never restored, by hand',
    {
      files: { ...conf('backup_stamp = /var/backup.done\nrestore_stamp = /var/none'), 'var/backup.done': '' },
      writtenAt: { 'var/backup.done': IMAGE_NOW - 9 * DAY_S },
    },
    { automatic: false, ageDays: 9 },
  ],
  ['gw.backup', 'never made', { files: conf('backup_stamp = /var/backup.done') }, undefined],
  [
    'gw.power',
    'not its baseline',
    {
      files: {
        'etc/zonewatch-collector.baseline.sha256': `${'0'.repeat(64)}  etc/ssh/sshd_config\n`,
        'etc/ssh/sshd_config': 'PermitRootLogin yes\n',
      },
    },
    { baseline: false },
  ],
  [
    'gw.power',
    'its baseline',
    {
      files: {
        'etc/zonewatch-collector.baseline.sha256':
          'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  etc/empty\n',
        'etc/empty': '',
      },
    },
    { baseline: true },
  ],
  ['gw.power', 'no baseline was written down', {}, undefined],
];

const CONTEXT = { listeners: new Set<string>(), destinations: new Set<string>(), isBoundary: true };

describe.concurrent('what the collector says', () => {
  it.each(CASES)('of %s: %s', async (key, _, content, expected) => {
    const body = await reportOf(content, key);
    expect(body).toEqual(expected === undefined ? {} : { [key]: expected });
    expect(readEvidence(body, CONTEXT).unusable).toEqual([]);
  });
});

it('the log’s disk is as full as the system says, with a warning only where one is set', async () => {
  const plain = await reportOf({ files: { 'var/log/syslog': '' } }, 'gw.log.disk');
  expect(plain['gw.log.disk']).toEqual({ usedPct: expect.any(Number), warning: false });
  const watched = await reportOf(
    {
      files: { 'var/log/audit/audit.log': '', 'etc/audit/auditd.conf': 'space_left_action = EMAIL\n' },
    },
    'gw.log.disk',
  );
  expect(watched['gw.log.disk']).toMatchObject({ warning: true });
});
