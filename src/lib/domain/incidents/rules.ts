import { EVENT_TYPE_IDS, EVENT_TYPES } from '../security/catalogue';
import type { IncidentRuleId } from '../security/incident-rule';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time';
import { FLOOD } from './flood';
import type { IncidentRule } from './rule';

/** Types of events that the catalogue puts under one of these headings. */
const of = (...headings: readonly IncidentRuleId[]): readonly string[] =>
  EVENT_TYPE_IDS.filter((id) => headings.some((heading) => EVENT_TYPES[id].incidentRule === heading));

const DRIVE_TRIPS = ['ot.drive_fault', 'ot.drive_trip_lock'];
const UPDATES = ['update.started', 'update.installed'];
/** What an update changes by itself. */
const EXPLAINED_BY_UPDATE: ReadonlySet<string> = new Set([
  'host.apparmor_denied',
  'host.file_integrity',
  'host.ima_violation',
  'gw.config_changed',
]);
/** Of the heading rogue-device, what uses the name of another. */
const POSING: ReadonlySet<string> = new Set(['net.arp_conflict', 'ot.drive_identity_changed']);
const NOTHING_HEARD = ['ot.drive_comm_lost', 'ot.telemetry_stale'];

/**
 * Every rule of correlation (reference: security-events, section 4; alarms, section 7; incidents, 4.2). What
 * each attack of the simulator opens stands in rules.test.ts.
 */
export const RULES: readonly IncidentRule[] = [
  {
    id: 'intrusion',
    about: 'Somebody looks for a way in at a gateway, got in, or works from there',
    group: 'gateway',
    windowMs: DAY_MS,
    openings: [
      {
        types: of('unauthorised-control'),
        title: 'Unauthorised control of drives behind {gateway}',
        severity: 2,
      },
      { types: of('intrusion'), title: 'Somebody may have got in at {gateway}', severity: 3 },
      { types: of('credential-attack'), title: 'Attempts to log in on {gateway}', severity: 4 },
      { types: of('reconnaissance'), title: 'Port scan at {gateway}', severity: 4 },
    ],
    context: ['host.service_down', 'host.reboot', 'ot.drive_local_mode', ...of('exposure'), ...DRIVE_TRIPS],
  },
  {
    id: 'exposure',
    about: 'A way in or out of a gateway is open that should not be',
    group: 'gateway',
    windowMs: DAY_MS,
    openings: [
      { types: ['gw.firewall_disabled'], title: 'Protection of {gateway} is switched off', severity: 3 },
      {
        types: of('exposure').filter((id) => id !== 'gw.firewall_disabled'),
        title: 'Open way at {gateway}',
        severity: 4,
      },
    ],
    context: ['net.firewall_drop'],
  },
  {
    id: 'denial-of-service',
    about: 'A gateway or its network is being flooded',
    group: 'gateway',
    windowMs: HOUR_MS,
    openings: [{ types: of('denial-of-service'), title: 'Flood of traffic at {gateway}', severity: 4 }],
    context: ['host.overload', ...NOTHING_HEARD],
  },
  {
    id: 'gateway-integrity',
    about: 'What runs on a gateway is not what was put there: its values may be false',
    group: 'gateway',
    windowMs: DAY_MS,
    openings: [
      {
        types: ['update.signature_invalid', 'update.rejected', 'update.downgrade'],
        title: 'Firmware of {gateway} is not to be trusted',
        severity: 3,
      },
      {
        types: [
          ...of('host-integrity').filter((id) => !EXPLAINED_BY_UPDATE.has(id)),
          'host.log_forward_stopped',
        ],
        title: '{gateway} was tampered with',
        severity: 3,
      },
      {
        types: [...EXPLAINED_BY_UPDATE],
        title: 'Software of {gateway} changed',
        severity: 3,
        excusedBy: { types: UPDATES, withinMs: 15 * MINUTE_MS },
      },
      {
        types: ['update.failed', 'update.rollback', 'update.slot_bad'],
        title: 'Update of {gateway} went wrong',
        severity: 4,
      },
    ],
    context: [...UPDATES, 'host.reboot', 'host.attestation_unknown'],
  },
  {
    id: 'foreign-device',
    about: 'Somebody is there who does not belong, or uses the name of another',
    group: 'zone',
    windowMs: DAY_MS,
    openings: [
      {
        types: ['gw.duplicate_identity', 'cert.mismatch', 'cert.revoked_used', 'net.arp_conflict'],
        title: 'Somebody poses as another device in {zone}',
        severity: 3,
      },
      { types: ['ot.drive_identity_changed'], title: '{drive} is another drive than before', severity: 3 },
      {
        types: [...of('rogue-device').filter((id) => !POSING.has(id)), 'ot.mqtt_unauthorized'],
        title: 'Foreign device in {zone}',
        severity: 4,
      },
    ],
    context: ['tls.handshake_failed', 'ot.mqtt_protocol_violation', 'ot.modbus_protocol_error'],
  },
  {
    id: 'trust-expired',
    about: 'A certificate is over: its owner is shut out, and nothing is seen of what is behind it',
    group: 'gateway',
    windowMs: DAY_MS,
    openings: [{ types: ['cert.expired'], title: 'Certificate of {gateway} has expired', severity: 3 }],
    context: ['cert.expiring', 'cert.renewed', 'tls.handshake_failed'],
  },
  {
    id: 'safety-function',
    about: 'A circuit that protects people does not do what it should',
    group: 'zone',
    windowMs: DAY_MS,
    openings: [{ types: ['ot.drive_sto_diag'], title: 'Safe torque off of {drive} is faulty', severity: 1 }],
    context: ['ot.drive_sto_active'],
  },
  {
    id: 'zone-stopped',
    about: 'Several drives of a zone tripped together: a common cause, and production stands',
    group: 'zone',
    windowMs: HOUR_MS,
    openings: [
      {
        types: DRIVE_TRIPS,
        title: 'Several drives tripped in {zone}',
        severity: 2,
        threshold: { distinct: 'drive', atLeast: 3, withinMs: 5 * MINUTE_MS },
      },
    ],
    context: ['ot.drive_sto_active'],
  },
  {
    id: 'site-silent',
    about: 'Gateways of a site fell silent together: its network or its power, not the gateways',
    group: 'site',
    windowMs: HOUR_MS,
    openings: [
      {
        types: ['gw.offline'],
        title: 'Gateways of {site} are silent',
        severity: 3,
        threshold: { distinct: 'gateway', atLeast: 3, withinMs: MINUTE_MS, orEvery: 'gateway-of-site' },
      },
    ],
    context: NOTHING_HEARD,
  },
  {
    id: 'false-values',
    about: 'Values that cannot be true: sensors, or somebody who hides what happens',
    group: 'zone',
    windowMs: HOUR_MS,
    openings: [
      {
        types: ['ot.telemetry_implausible', 'ot.telemetry_frozen'],
        title: 'Values in {zone} cannot be true',
        severity: 3,
        threshold: { distinct: 'drive', atLeast: 3, withinMs: 10 * MINUTE_MS },
      },
    ],
    context: of('time-integrity'),
  },
  {
    id: 'records-lost',
    about: 'The audit log is not the one that was signed',
    group: 'site',
    windowMs: DAY_MS,
    openings: [{ types: ['audit.rollback'], title: 'The audit log went back', severity: 3 }],
    context: ['audit.verifier_stopped'],
  },
  {
    id: 'alarm-flood',
    about: 'More alarms from one gateway than anybody can answer one by one',
    group: 'gateway',
    windowMs: 10 * MINUTE_MS,
    openings: [
      {
        types: 'other-alarms',
        title: 'Flood of alarms from {gateway}',
        severity: 3,
        threshold: { distinct: 'signal', ...FLOOD },
      },
    ],
    context: [],
  },
];

/** Every type that some rule names, as an opening or as context. */
export const NAMED_TYPES: ReadonlySet<string> = new Set(
  RULES.flatMap(({ openings, context }) => [
    ...context,
    ...openings.flatMap(({ types }) => (types === 'other-alarms' ? [] : types)),
  ]),
);
