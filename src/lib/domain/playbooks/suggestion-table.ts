import type { EventTypeId } from '../security/catalogue';
import type { PlaybookId } from '../ids';
import { RECOVERY } from './recovery';

/** What of an occasion a playbook's variable is filled with. */
export type Filling = 'gateway' | 'drive' | 'source' | 'account' | 'device';

interface Row {
  playbook: PlaybookId;
  /** Types of events and definitions of alarms that it answers, the likeliest first. */
  types: readonly EventTypeId[];
  /** Rules of incidents that it answers when none of their signals says more. */
  rules: readonly string[];
  /** Variables of the playbook that the occasion can fill. */
  fills: Readonly<Record<string, Filling>>;
}

const GATEWAY = { __gateway__: 'gateway' } as const;

/**
 * Which playbook answers what (reference: playbooks, section 8, row "Trigger"). A type may stand in more than
 * one row: the order of rows is then the order in which they are offered, the more dangerous first.
 */
export const SUGGESTION_TABLE: readonly Row[] = [
  {
    playbook: RECOVERY.unauthorisedWrite,
    types: [
      'ot.modbus_write',
      'ot.drive_param_changed',
      'ot.unexpected_start',
      'ot.alarm_suppressed',
      'ot.drive_firmware_changed',
      'ot.telemetry_implausible',
      'ot.telemetry_frozen',
    ],
    rules: ['intrusion', 'false-values'],
    fills: { ...GATEWAY, __drive__: 'drive', __source__: 'source' },
  },
  {
    playbook: RECOVERY.compromisedAccount,
    types: [
      'auth.ssh_success',
      'auth.account_change',
      'auth.default_credentials',
      'auth.ssh_bruteforce',
      'auth.sudo_failed',
      'auth.idle_account',
      'gw.remote_session',
      'host.audit_exec_suspicious',
      'host.audit_tamper',
      'host.log_tamper',
    ],
    rules: ['intrusion'],
    fills: { ...GATEWAY, __account__: 'account', __source__: 'source' },
  },
  {
    playbook: RECOVERY.firmwareCorruption,
    types: [
      'host.attestation_failed',
      'host.ima_violation',
      'update.signature_invalid',
      'update.rollback',
      'update.slot_bad',
      'update.failed',
      'update.rejected',
      'update.downgrade',
      'host.boot_external',
      'host.secure_boot_off',
      'host.file_integrity',
      'host.tamper_open',
    ],
    rules: ['gateway-integrity'],
    fills: GATEWAY,
  },
  {
    playbook: RECOVERY.unknownDevice,
    types: [
      'net.new_device',
      'net.arp_conflict',
      'gw.duplicate_identity',
      'cert.mismatch',
      'cert.revoked_used',
      'gw.unregistered',
      'ot.drive_identity_changed',
      'ot.mqtt_unauthorized',
      'host.usb_insert',
      'host.removable_storage',
    ],
    rules: ['foreign-device'],
    fills: { ...GATEWAY, __device__: 'device' },
  },
  {
    playbook: RECOVERY.certificateExpiry,
    types: ['cert.expired', 'cert.expiring', 'tls.handshake_failed'],
    rules: ['trust-expired'],
    fills: GATEWAY,
  },
  {
    playbook: RECOVERY.clockDrift,
    types: ['time.drift', 'time.unsynced', 'time.stepped', 'time.falseticker'],
    rules: [],
    fills: GATEWAY,
  },
  {
    playbook: RECOVERY.denialOfService,
    types: ['net.syn_flood', 'net.icmp_flood', 'net.http_flood', 'net.ssh_flood', 'host.overload'],
    rules: ['denial-of-service'],
    fills: { ...GATEWAY, __source__: 'source' },
  },
  {
    playbook: RECOVERY.portScan,
    types: [
      'net.port_scan.xmas',
      'net.port_scan.syn_fin',
      'net.port_scan.syn_rst',
      'net.port_scan.null',
      'net.port_scan.fin',
      'net.port_scan.generic',
      'auth.ssh_probe',
      'net.disallowed_port',
    ],
    rules: ['intrusion', 'exposure'],
    fills: { ...GATEWAY, __source__: 'source' },
  },
  {
    playbook: RECOVERY.gatewayOffline,
    types: ['gw.offline', 'host.reboot', 'host.service_down', 'ot.drive_comm_lost', 'ot.telemetry_stale'],
    rules: ['site-silent'],
    fills: GATEWAY,
  },
  {
    playbook: RECOVERY.endOfService,
    types: ['vuln.eol_product', 'vuln.advisory_match'],
    rules: [],
    fills: { __drive__: 'drive', ...GATEWAY },
  },
];
