import { CLAIM_IDLE_MS } from '../../../domain/incidents/claim';
import { isOpenPhase } from '../../../domain/incidents/phase';
import { DomainError } from '../../../domain/errors';
import { nameOf } from './acknowledge';
import { defineIncidentCommand, personOf, which } from './incident-command';

/** A claim about to be renewed is not worth a line while it is this fresh. */
const FRESH_MS = CLAIM_IDLE_MS / 10;

/** Says that one is at work on it. The claim ends by itself when its holder is idle. */
export const claimIncident = defineIncidentCommand({
  name: 'incident.claim',
  action: 'incident.acknowledge',
  schema: which,
  async drafts(tx, { status }, _input, { actor, now }) {
    const by = personOf(actor);
    if (!isOpenPhase(status.phase)) throw new DomainError('conflict', 'This incident is closed already.');
    const { claim } = status;
    const isHeld = claim !== null && claim.until > now;
    if (isHeld && claim.by !== by) {
      throw new DomainError('conflict', `${await nameOf(tx, claim.by)} is at work on it.`);
    }
    const until = now + CLAIM_IDLE_MS;
    if (isHeld && until - claim.until < FRESH_MS) return [];
    return [{ what: { kind: 'claimed', until }, by }];
  },
  said: () => ({}),
});

/** Lets go of one's own claim; nothing happens when there is none. */
export const releaseIncident = defineIncidentCommand({
  name: 'incident.release',
  action: 'incident.acknowledge',
  schema: which,
  async drafts(tx, { status: { claim } }, _input, { actor }) {
    const by = personOf(actor);
    if (claim === null) return [];
    if (claim.by !== by) throw new DomainError('conflict', `The claim is ${await nameOf(tx, claim.by)}’s.`);
    return [{ what: { kind: 'released', expired: false }, by }];
  },
  said: () => ({}),
});
