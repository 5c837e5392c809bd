import type { GatewayCommandView, GatewayPermissionView } from '$lib/protocol/gateway-commands';

const OUTCOMES = {
  successful: 'successful',
  failed: 'failed',
  'timed-out': 'no end in time',
  withdrawn: 'taken back',
  'not-sent': 'not sent',
} as const;

/** `config update: certificate, collectd.conf`. */
export function wordsOf({ operation, types }: Pick<GatewayPermissionView, 'operation' | 'types'>): string {
  const name = operation.replaceAll('_', ' ');
  return types.length === 0 ? name : `${name}: ${types.join(', ')}`;
}

/** How a command stands, in a few words. */
export function standingOf(
  { outcome, sentAt, deadline, clearedAt }: GatewayCommandView,
  now: number,
): string {
  if (outcome !== null) {
    const stands = clearedAt === null && outcome !== 'not-sent' ? ', still on its topic' : '';
    return OUTCOMES[outcome] + stands;
  }
  if (now > deadline) return 'no end in time, being taken back';
  return sentAt === null ? 'being sent' : 'under way';
}
