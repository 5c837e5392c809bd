import { z } from 'zod';
import { audienceOf } from '../../domain/access/visibility';
import { INSTALLATION, siteSubject, zoneSubject, type Subject } from '../../domain/access/subject';
import { can } from '../../domain/access/can';
import { defineCommand, type CommandContext } from './command';

const fields = z.record(z.string(), z.union([z.string(), z.undefined()]));

/** Writes down that a part of the audit log was taken along, and which. */
export const noteExport = defineCommand({
  name: 'audit.export',
  action: 'audit.export',
  schema: z.object({ filter: fields }),
  subject: (_tx, _input, context) => widestSubject(context),
  async run(_tx, { filter }, context) {
    const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
    const facts = Object.fromEntries(asked.map(([name, value]) => [`asked_${name}`, value ?? '']));
    return {
      result: undefined,
      audit: [{ object: { type: 'audit-log', id: 'audit-log', ...placeOf(context) }, facts }],
    };
  },
});

/** The widest part of the plant whose log they may export: the whole, else a site, else a zone. */
function widestSubject({ actor, plant }: CommandContext): Subject {
  if (can(actor, 'audit.export', INSTALLATION).allowed) return INSTALLATION;
  const site = plant.sites.find((one) => can(actor, 'audit.export', siteSubject(one)).allowed);
  if (site !== undefined) return siteSubject(site);
  const zones = audienceOf(actor, plant, 'audit.export').zones;
  const zone = plant.zones.find(({ id }) => zones.has(id));
  return zone === undefined ? INSTALLATION : zoneSubject(zone);
}

/** Whoever exports a site's or a zone's log finds their own export in it. */
function placeOf(context: CommandContext) {
  const subject = widestSubject(context);
  if (subject.kind === 'zone') return { zone: subject.zone, site: subject.site };
  return subject.kind === 'site' ? { site: subject.site } : {};
}
