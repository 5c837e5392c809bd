import { z } from 'zod';
import { defineCommand, type CommandContext } from './command';
import { widestSubject } from './widest-subject';

const fields = z.record(z.string(), z.union([z.string(), z.undefined()]));

/** Writes down that a part of the audit log was taken along, and which. */
export const noteExport = defineCommand({
  name: 'audit.export',
  action: 'audit.export',
  schema: z.object({ filter: fields }),
  subject: (_tx, _input, context) => widestSubject(context, 'audit.export'),
  async run(_tx, { filter }, context) {
    const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
    const facts = Object.fromEntries(asked.map(([name, value]) => [`asked_${name}`, value ?? '']));
    return {
      result: undefined,
      audit: [{ object: { type: 'audit-log', id: 'audit-log', ...placeOf(context) }, facts }],
    };
  },
});

/** Whoever exports a site's or a zone's log finds their own export in it. */
function placeOf(context: CommandContext) {
  const subject = widestSubject(context, 'audit.export');
  if (subject.kind === 'zone') return { zone: subject.zone, site: subject.site };
  return subject.kind === 'site' ? { site: subject.site } : {};
}
