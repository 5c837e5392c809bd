import type { EventTypeId } from '../catalogue';
import type { Finding } from '../finding';
import { recentOf, type Situation } from '../situation';
import { numberIn, textIn, type Judgement, type JudgementRule } from './rule';

/** Beginnings of units without which a gateway reads, guards or tells nothing. */
const VITAL_UNITS = [
  'tedge-agent',
  'tedge-mapper',
  'mosquitto',
  'drive-poller',
  'nftables',
  'firewall',
  'netfilter',
  'iptables',
  'auditd',
  'rsyslog',
  'syslog-ng',
  'systemd-journald',
  'systemd-journal-upload',
  'vector',
  'fluent-bit',
] as const;

/** What explains a change: an order of ours, or an update within the last hour. */
function cause(situation: Situation): string | undefined {
  if (situation.order !== undefined) return situation.order;
  const [update] = recentOf(situation, ['update.installed', 'update.started']);
  return update === undefined ? undefined : 'an update shortly before';
}

/** What an update does anyway is linked to it and not escalated; without a cause it weighs more. */
const unlessExplained =
  (without: Judgement): JudgementRule =>
  (_, situation) => {
    const because = cause(situation);
    return because === undefined ? without : { isExplained: true, because };
  };

/** A burst of refusals right after an update is mostly a fault of its packaging. */
const afterUpdate: JudgementRule = (_, situation) => {
  const because = cause(situation);
  return because === undefined ? undefined : { isExplained: true, because };
};

function serviceDown({ fields }: Finding): Judgement | undefined {
  const unit = textIn(fields, 'unit');
  return VITAL_UNITS.some((start) => unit.startsWith(start))
    ? { severity: 'high', because: 'the gateway reads, guards or tells nothing without it' }
    : undefined;
}

const diskFull = ({ fields }: Finding): Judgement | undefined =>
  (numberIn(fields, 'used') ?? 0) > 95 ? { severity: 'high', because: 'more than 95 % used' } : undefined;

function certificateExpiring({ fields, severity }: Finding): Judgement | undefined {
  const days = numberIn(fields, 'days');
  if (days === undefined) return severity === undefined ? undefined : { severity };
  if (days <= 7) return { severity: 'high', because: 'a week or less is left' };
  return { severity: days <= 30 ? 'medium' : 'low' };
}

function clockStepped({ fields }: Finding, situation: Situation): Judgement | undefined {
  const seconds = numberIn(fields, 'seconds');
  if (recentOf(situation, ['host.reboot']).length > 0) {
    return { severity: 'info', isExplained: true, because: 'first setting after a restart' };
  }
  if (seconds === undefined) return undefined;
  if (Math.abs(seconds) > 60) return { severity: 'high', because: 'by more than a minute' };
  return Math.abs(seconds) > 1 ? undefined : { severity: 'low' };
}

const clockDrift = ({ fields }: Finding): Judgement | undefined =>
  Math.abs(numberIn(fields, 'seconds') ?? 0) > 60
    ? { severity: 'high', because: 'by more than a minute' }
    : undefined;

/** Gateways themselves: restarts, changes, services, clocks, certificates. */
export const HOST_RULES = {
  'host.reboot': unlessExplained({ severity: 'high', because: 'nothing known explains it' }),
  'gw.config_changed': unlessExplained({ severity: 'high', because: 'no order of ours explains it' }),
  'host.apparmor_denied': afterUpdate,
  'host.file_integrity': afterUpdate,
  'host.service_down': serviceDown,
  'host.disk_full': diskFull,
  'cert.expiring': certificateExpiring,
  'time.stepped': clockStepped,
  'time.drift': clockDrift,
} as const satisfies Partial<Record<EventTypeId, JudgementRule>>;
