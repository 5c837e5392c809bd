import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { once } from 'node:events';
import { auditReach } from '../../lib/domain/audit/reach';
import { objectFilter } from '../../lib/server/audit/list';
import { exportAudit } from '../../lib/server/audit/export';
import { newestSigned } from '../../lib/server/audit/newest-signed';
import { noteExport } from '../../lib/server/access/note-export';
import { DomainError } from '../../lib/domain/errors';
import { readArguments } from '../arguments';
import { auditPlaces } from '../audit-places';
import { withInstallation } from '../installation';
import { EXIT, UsageError, type CliCommand } from '../shell';

export const auditExport: CliCommand = {
  name: 'audit export',
  usage: '[--out FILE] [--from TIME] [--to TIME] [--actor WHO] [--action WHAT] [--object TYPE:ID]',
  summary: 'write entries with proofs, checkpoints and key, for `audit verify FILE`',
  run(args, shell) {
    const read = readArguments(args, {
      least: 0,
      most: 0,
      options: { out: 'text', from: 'text', to: 'text', actor: 'text', action: 'text', object: 'text' },
    });
    const [from, to] = [time('from', read.text('from')), time('to', read.text('to'))];
    const object = read.text('object');
    const filter = {
      actor: read.text('actor'),
      action: read.text('action'),
      ...(object === undefined ? {} : objectFilter(object)),
    };
    return withInstallation(shell, async (installation) => {
      const { host, actor } = installation;
      const { database, clock } = host;
      const newest = await newestSigned(auditPlaces(installation));
      if (newest === undefined)
        throw new DomainError(
          'audit.not-signed',
          'Nothing has been signed yet: let the server run for a moment.',
        );
      const asked = {
        from: read.text('from'),
        to: read.text('to'),
        object,
        actor: filter.actor,
        action: filter.action,
      };
      await installation.act(noteExport, { filter: asked });
      const reach = auditReach(actor, host.plant(), 'audit.export');
      const source = { database, ...newest, now: clock.now() };
      const out = read.text('out');
      const file = out === undefined ? undefined : createWriteStream(resolve(shell.workingDirectory, out));
      for await (const line of exportAudit(source, { reach, filter: { ...filter, from, to } })) {
        const text = JSON.stringify(line);
        if (file === undefined) shell.print(text);
        else if (!file.write(`${text}\n`)) await once(file, 'drain');
      }
      if (file !== undefined) {
        file.end();
        await once(file, 'finish');
      }
      shell.complain(`Entries up to ${newest.signed.size - 1}: those that are signed.`);
      return EXIT.done;
    });
  },
};

function time(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (!Number.isFinite(at))
    throw new UsageError(`--${option} must be a moment such as 2026-11-20T09:00:00Z.`);
  return at;
}
