import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRecord } from './read-record';

const FOLDER = '../shared/data/events';

/** Files of samples that lie beside the repository, and how often each reading comes from them. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'synthetic/netfilter-scan-flags.log': {
    'net.port_scan.syn_fin': 1,
    'net.port_scan.syn_rst': 1,
    'net.port_scan.xmas': 1,
    'net.port_scan.null': 1,
    'net.port_scan.fin': 1,
    'net.syn_flood': 1,
    'net.icmp_flood': 1,
    'net.firewall_drop': 1,
    'net.unexpected_outbound': 1,
  },
  'synthetic/rutos-logread.log': {
    nothing: 1,
    'auth.ssh_failed': 2,
    'auth.ssh_probe': 1,
    'auth.ssh_success': 2,
    'net.port_scan.syn_fin': 1,
  },
  'synthetic/account.log': { 'auth.account_change': 4 },
  'synthetic/apparmor.log': { 'host.apparmor_denied': 4, nothing: 1 },
  'synthetic/auditd-tamper.log': { 'host.audit_tamper': 4 },
  'synthetic/ima.log': { 'host.ima_violation': 2 },
  'synthetic/systemd.log': { nothing: 2, 'host.service_down': 2 },
  'synthetic/usb.log': { nothing: 2, 'host.usb_insert': 1, 'host.removable_storage': 1 },
  'synthetic/chrony.log': { 'time.unsynced': 5, nothing: 1, 'time.stepped': 3, 'time.falseticker': 1 },
  'synthetic/fail2ban.log': { nothing: 3, 'auth.ban': 1 },
  'synthetic/broker-tls.log': { unknown: 2, 'tls.handshake_failed': 2 },
  'synthetic/rauc-journal.jsonl': {
    'update.started': 1,
    'update.installed': 1,
    nothing: 1,
    'host.reboot': 1,
    'update.slot_bad': 2,
    'update.signature_invalid': 1,
    'update.rejected': 2,
    'host.boot_external': 1,
  },
  'synthetic/swupdate-progress.jsonl': {
    'update.started': 1,
    unknown: 2,
    nothing: 3,
    'update.signature_invalid': 1,
    'update.failed': 1,
  },
  'crowdsec-hub-mit/sshd-logs.log': { 'auth.ssh_failed': 6, 'auth.ssh_probe': 16, nothing: 2 },
  'crowdsec-hub-mit/sshd-success-logs.log': { 'auth.ssh_success': 4 },
  'crowdsec-hub-mit/ssh-bf.log': { 'auth.ssh_failed': 6 },
  'crowdsec-hub-mit/dropbear-logs.log': { unknown: 1, 'auth.ssh_failed': 2, 'auth.ssh_probe': 1 },
  'crowdsec-hub-mit/iptables-logs.log': { 'net.firewall_drop': 3, unknown: 1 },
  'crowdsec-hub-mit/auditd-logs.log': { 'host.audit_exec_suspicious': 1, nothing: 3 },
  'crowdsec-hub-mit/suricata-eve-detect.log': { 'ids.alert': 4 },
};

describe.skipIf(!existsSync(FOLDER))('samples beside the repository (skipped where there are none)', () => {
  it.each(Object.entries(SAMPLES))('%s', (file, expected) => {
    const lines = readFileSync(`${FOLDER}/${file}`, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const found: Record<string, number> = {};
    for (const line of lines) {
      const reading = readRecord({ program: undefined, line });
      const name = typeof reading === 'string' ? reading : reading.type;
      found[name] = (found[name] ?? 0) + 1;
    }
    expect(found).toEqual(expected);
  });
});
