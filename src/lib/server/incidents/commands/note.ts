import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { chartPin } from '../../../domain/incidents/entry';
import { DAY_MS } from '../../../domain/time';
import { linkDrafts } from '../history';
import { reason, words } from '../../access/given-words';
import { defineIncidentCommand, personOf, which } from './incident-command';
import { assertMayLink, givenLinks } from './links';

/** Longest time that one chart shows. */
const LONGEST_CHART_MS = 31 * DAY_MS;

export const commentIncident = defineIncidentCommand({
  name: 'incident.comment',
  action: 'incident.comment',
  schema: which.extend({ text: words(4_000).min(1, 'write something') }),
  drafts: (_tx, _row, { text }, { actor }) => [{ what: { kind: 'commented', text }, by: personOf(actor) }],
  said: ({ text }) => ({ reason: text }),
});

/** Pins a chart: which signals of which drive over which time. Its values are read from history. */
export const pinChart = defineIncidentCommand({
  name: 'incident.pin',
  action: 'incident.comment',
  schema: which.extend({
    chart: chartPin.refine(
      ({ from, to }) => from < to && to - from <= LONGEST_CHART_MS,
      'must end after it begins, and span at most 31 days',
    ),
    text: words(500).default(''),
  }),
  drafts(_tx, _row, { chart, text }, { actor, plant }) {
    const audience = audienceOf(actor, plant);
    const drive = plant.drives.find(({ id }) => id === chart.drive);
    if (drive === undefined || !canSeePlaced(audience, drive)) {
      throw new DomainError('input.invalid', undefined, {
        issues: [{ path: 'chart.drive', message: 'is no drive that you may see' }],
      });
    }
    return [{ what: { kind: 'pinned', chart, text }, by: personOf(actor) }];
  },
  said: ({ chart, text }) => ({
    reason: text === '' ? undefined : text,
    facts: { drive: chart.drive, signals: chart.signals.join(' ') },
  }),
});

/** Links alarms, events, drives or gateways that the rules did not. */
export const linkToIncident = defineIncidentCommand({
  name: 'incident.link',
  action: 'incident.comment',
  schema: which.extend({ links: givenLinks.min(1, 'name what to link'), reason }),
  async drafts(tx, { id }, { links, reason: why }, { actor, plant, host }) {
    await assertMayLink(tx, links, actor, plant);
    tx.afterCommit(() => host.bus.emit('incident.linked', { incident: id, links }));
    return linkDrafts(tx, id, links, { text: why, by: personOf(actor), reason: why });
  },
  said: ({ links, reason: why }) => ({
    reason: why,
    facts: { links: links.map(({ kind, id }) => `${kind}:${id}`).join(' ') },
  }),
});
