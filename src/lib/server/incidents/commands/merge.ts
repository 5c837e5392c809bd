import { can } from '../../../domain/access/can';
import { DomainError } from '../../../domain/errors';
import { incidentId } from '../../../domain/ids';
import { incidentLabel } from '../../../domain/incidents/label';
import { isOpenPhase, mayMove } from '../../../domain/incidents/phase';
import { incidentSubject } from '../../../domain/incidents/subject';
import { defineCommand } from '../../access/command';
import { selectLinks } from '../../storage/incident-store';
import { soleCorrelator } from '../../storage/locks';
import { announce, changedOf, linkDrafts, record } from '../history';
import { reason } from '../../access/given-words';
import { auditOf, lock, lockSeen, personOf, which } from './incident-command';

/**
 * Ends an incident because another goes on with it. Both keep their histories; what was linked to the one is
 * linked to the other as well, and each names the other. Needs the right to merge where either of them lies.
 */
export const mergeIncident = defineCommand({
  name: 'incident.merge',
  action: 'incident.merge',
  schema: which.extend({ into: incidentId, reason }),
  async subject(tx, { id, into }, context) {
    if (id === into) throw invalid('is the same incident');
    // Nobody but the rules and whoever merges locks several incidents, and not all at once: one of them at a time.
    await soleCorrelator(tx);
    for (const one of [id, into]) await lockSeen(tx, one, context);
    return incidentSubject((await lock(tx, id)).status, context.plant);
  },
  async run(tx, { id, into, reason: why }, { actor, plant, now, host }) {
    const by = personOf(actor);
    const from = await lock(tx, id);
    const to = await lock(tx, into);
    const decision = can(actor, 'incident.merge', incidentSubject(to.status, plant));
    if (!decision.allowed) throw new DomainError(decision.code, decision.reason);
    const { phase } = from.status;
    if (!mayMove(phase, 'merged')) throw new DomainError('conflict', 'It is over already.');
    if (!isOpenPhase(to.status.phase)) {
      throw new DomainError('conflict', `${incidentLabel(into)} is over already.`);
    }
    const links = await selectLinks(tx, id);
    const merged = await record(
      tx,
      from,
      [{ what: { kind: 'moved', from: phase, to: 'merged', verdict: null, of: into }, by, reason: why }],
      now,
    );
    const text = `${incidentLabel(id)} was merged into this: ${from.status.title}`;
    const drafts = await linkDrafts(tx, into, links, { text, by, reason: why });
    const told = { what: { kind: 'commented' as const, text }, by, reason: why };
    const grown = await record(tx, to, drafts.length === 0 ? [told] : drafts, now);
    const changes = [changedOf(merged), changedOf(grown)];
    announce(tx, host.bus, changes, now);
    const other = { [id]: into, [into]: id };
    return {
      result: changedOf(merged).incident,
      audit: [
        { before: from.status, after: merged.status, changed: changedOf(merged) },
        { before: to.status, after: grown.status, changed: changedOf(grown) },
      ].map(({ before, after, changed: { incident } }) => ({
        ...auditOf(incident),
        before,
        after,
        reason: why,
        facts: { with: other[incident.id] ?? null },
      })),
    };
  },
});

const invalid = (message: string): DomainError =>
  new DomainError('input.invalid', undefined, { issues: [{ path: 'into', message }] });
