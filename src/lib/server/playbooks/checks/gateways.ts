import { MAIN_DEVICE } from '../../../domain/plant/entity';
import type { EntityTopicId, GatewayId } from '../../../domain/ids';
import { number, unknown, word, type Found, type FoundValue } from '../../../domain/playbooks/commands/found';
import type { Claim, GatewayClaim } from '../../../domain/playbooks/commands/statement';
import { DAY_MS } from '../../../domain/time';
import { gatewaysOf } from './equipment';
import { drivesAt } from './drives';
import { factOf, NOT_RECORDED } from './facts';
import type { Look } from './parts';

/** What is found of gateways. */
export async function findGateways(
  { which, claim }: Extract<Claim, { about: 'gateways' }>,
  look: Look,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const { id, name } of gatewaysOf(which, look)) {
    found.push({ drive: null, name, value: await valueOf(id, claim, look) });
  }
  return found;
}

async function valueOf(gateway: GatewayId, claim: GatewayClaim, look: Look): Promise<FoundValue> {
  if (look.run.recorded !== undefined) {
    return claim.kind === 'link' ? linkThen(gateway, look) : NOT_RECORDED;
  }
  const health = look.parts.gateway(gateway, look.now);
  if (claim.kind === 'link') return word(health.link);
  if (claim.kind === 'fact') return factOf(look, { gateway, entity: MAIN_DEVICE as EntityTopicId }, claim);
  // The rest is of the present connection: without one it tells nothing.
  if (health.link !== 'live' && health.link !== 'held') return unknown(`the gateway is ${health.link}`);
  switch (claim.kind) {
    case 'clock-offset':
      // Which way it is off does not matter to anybody who has to mend it.
      return health.clockOffsetMs === null
        ? unknown('not measured yet')
        : number(Math.round(Math.abs(health.clockOffsetMs)), 'ms');
    case 'certificate-days':
      return health.certificateNotAfter === null
        ? unknown('no certificate was shown')
        : number(Math.floor((health.certificateNotAfter - look.now) / DAY_MS), 'days');
    case 'held-messages':
      return number(health.heldMessages);
  }
}

/** Telemetry that came is the proof that the gateway was there; none proves nothing. */
async function linkThen(gateway: GatewayId, look: Look): Promise<FoundValue> {
  const behind = look.parts.plant().drives.filter((drive) => drive.gateway === gateway);
  const known = await drivesAt(behind, look);
  const isLive = [...known.values()].some(({ freshness }) => freshness === 'live');
  return isLive ? word('live') : unknown('no telemetry of it is recorded for that moment');
}
