import type { GatewayId } from '../../../domain/ids';

/** Longest topic MQTT allows, in bytes of UTF-8. */
const LONGEST = 65_535;

/** Whether a name may be published to: not empty, no wildcard, no NUL, valid UTF-8 (MQTT 3.1.1, 4.7). */
export const isTopicName = (topic: string): boolean =>
  topic !== '' && !/[+#\u0000\uFFFD]/.test(topic) && topic.length <= LONGEST;

/** Whether a filter is well formed: wildcards fill whole levels, and `#` comes last. */
export function isTopicFilter(filter: string): boolean {
  if (filter === '' || /[\u0000\uFFFD]/.test(filter) || filter.length > LONGEST) return false;
  const levels = filter.split('/');
  return levels.every(
    (level, i) =>
      level === '+' ||
      (level === '#' && i === levels.length - 1) ||
      (!level.includes('+') && !level.includes('#')),
  );
}

/** What follows a gateway's own `up/` branch, or undefined for a topic that it may not write. */
export function ownUpTopic(gateway: GatewayId, topic: string): string | undefined {
  const branch = `gw/${gateway}/up/`;
  return topic.startsWith(branch) ? topic.slice(branch.length) : undefined;
}

/** Branch that only this gateway reads. */
export const downBranch = (gateway: GatewayId): string => `gw/${gateway}/down/`;

/** Whether a filter reaches nothing but the gateway's own `down/` branch. */
export const isOwnDownFilter = (gateway: GatewayId, filter: string): boolean =>
  filter.startsWith(downBranch(gateway));

/**
 * A mosquitto bridge reports its own state below `$SYS`, unasked, as message and as will. No client may
 * write there, but to turn the bridge away for it would turn away every default configuration.
 */
export const isBridgeNotification = (topic: string): boolean =>
  topic.startsWith('$SYS/broker/connection/') && topic.endsWith('/state');

/** Whether a topic name falls under a filter. Neither may begin with `$` here; ours never do. */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const given = topic.split('/');
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return true;
    if (i >= given.length || (level !== '+' && level !== given[i])) return false;
  }
  return wanted.length === given.length;
}
