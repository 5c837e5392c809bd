import { z } from 'zod';
import { siteSubject, zoneSubject } from '../../../domain/access/subject';
import { DomainError } from '../../../domain/errors';
import { siteId, zoneId } from '../../../domain/ids';
import { incidentSeverity } from '../../../domain/incidents/entry';
import { defineCommand } from '../../access/command';
import { announce, changedOf, linkDrafts, openIncident, record } from '../history';
import { queueDeliveries } from '../outbox';
import { reason, words } from '../../access/given-words';
import { auditOf, personOf } from './incident-command';
import { assertMayLink, givenLinks } from './links';

/** Opens an incident that no rule saw. */
export const openByHand = defineCommand({
  name: 'incident.open',
  action: 'incident.open',
  schema: z.object({
    site: siteId,
    zone: zoneId.nullable(),
    title: words(200).min(1, 'give it a title'),
    severity: incidentSeverity,
    reason,
    links: givenLinks.default([]),
  }),
  subject(_tx, { site, zone }, { plant }) {
    const knownSite = plant.sites.find(({ id }) => id === site);
    const knownZone = plant.zones.find((one) => one.id === zone && one.site === site);
    if (knownSite === undefined) throw invalid('site', 'there is no such site');
    if (zone === null) return siteSubject(knownSite);
    if (knownZone === undefined) throw invalid('zone', 'there is no such zone of this site');
    return zoneSubject(knownZone);
  },
  async run(tx, { site, zone, title, severity, reason: why, links }, { actor, plant, now, host }) {
    const by = personOf(actor);
    await assertMayLink(tx, links, actor, plant);
    const made = await openIncident(
      tx,
      { what: { kind: 'opened', rule: null, title, severity, site, zone }, by, reason: why },
      { at: now, group: null, lastSignalAt: null },
    );
    const drafts = await linkDrafts(tx, made.id, links, { text: why, by });
    const linked = await record(tx, made, drafts, now);
    const changed = changedOf({ ...linked, entries: [...made.entries, ...linked.entries] });
    await queueDeliveries(tx, linked, now);
    announce(tx, host.bus, [changed], now);
    tx.afterCommit(() => host.bus.emit('incident.linked', { incident: made.id, links }));
    return {
      result: changed.incident,
      audit: [
        {
          ...auditOf(changed.incident),
          after: linked.status,
          reason: why,
          facts: { title, severity },
        },
      ],
    };
  },
});

const invalid = (path: string, message: string): DomainError =>
  new DomainError('input.invalid', undefined, { issues: [{ path, message }] });
