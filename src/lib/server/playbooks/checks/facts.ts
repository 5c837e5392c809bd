import type { EntityTopicId, GatewayId } from '../../../domain/ids';
import { timeMs } from '../../../domain/playbooks/commands/judge-claim';
import { number, truth, unknown, word, type FoundValue } from '../../../domain/playbooks/commands/found';
import { NEVER_RECORDED } from '../../../domain/playbooks/recorded';
import type { FactClaim } from '../../../domain/playbooks/commands/statement';
import { readStates } from '../../storage/entity-state-store';
import type { Look } from './parts';

/** Longest text of a fact that is read; longer ones are no states. */
const MOST_TEXT = 2_000;

/**
 * What a gateway, or a device behind it, says of itself under a path. It counts while the gateway is there: what it
 * said before it went away may have changed since.
 */
export async function factOf(
  { tx, parts, now, run }: Look,
  of: { gateway: GatewayId; entity: EntityTopicId },
  { path, noOlderThan }: FactClaim,
): Promise<FoundValue> {
  if (run.recorded !== undefined) return NOT_RECORDED;
  const { link } = parts.gateway(of.gateway, now);
  if (link !== 'live') return unknown(`the gateway is ${link}`);
  const [twin, ...within] = path;
  const states = await readStates(tx, { gateway: of.gateway, entity: of.entity, channels: ['twin'] });
  const state = states.find(({ name }) => name === twin);
  if (state === undefined) return unknown('it does not say');
  if (noOlderThan !== undefined) {
    const oldest = timeMs(noOlderThan);
    if (!(now - state.receivedAt <= oldest)) {
      return unknown(`last said ${Math.round((now - state.receivedAt) / 1_000)} s ago`);
    }
  }
  return valueOf(within.reduce<unknown>(member, state.body));
}

/** Of what equipment says of itself, only the newest is kept. */
export const NOT_RECORDED = unknown(NEVER_RECORDED);

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

function valueOf(value: unknown): FoundValue {
  switch (typeof value) {
    case 'number':
      return number(value);
    case 'boolean':
      return truth(value, String(value));
    case 'string':
      return value.length <= MOST_TEXT ? word(value) : unknown('it is too long to be a state');
    default:
      return unknown('it does not say');
  }
}
