import { auditReach } from '../../lib/domain/audit/reach';
import { listAudit } from '../../lib/server/audit/list';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, UsageError, type CliCommand } from '../shell';
import { table } from '../table';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 10_000;

export const auditList: CliCommand = {
  name: 'audit list',
  usage: '[--actor WHO] [--action WHAT] [--before NUMBER] [--limit COUNT] [--json]',
  summary: 'list what was done, newest first',
  run(args, shell) {
    const read = readArguments(args, {
      least: 0,
      most: 0,
      options: { actor: 'text', action: 'text', before: 'text', limit: 'text', json: 'flag' },
    });
    const limit = wholeNumber('limit', read.text('limit')) ?? DEFAULT_LIMIT;
    if (limit < 1 || limit > LARGEST_LIMIT)
      throw new UsageError(`--limit must be from 1 to ${LARGEST_LIMIT}.`);
    const filter = {
      actor: read.text('actor'),
      action: read.text('action'),
      before: wholeNumber('before', read.text('before')),
    };
    return withInstallation(shell, async ({ host, actor }) => {
      const reach = auditReach(actor, host.plant());
      const { items, next } = await host.database.read((tx) => listAudit(tx, reach, filter, limit));
      if (read.flag('json')) {
        for (const { body } of items) shell.print(body);
        return EXIT.done;
      }
      const rows = items.map(({ record: r, leafMatches }) => [
        String(r.seq),
        r.ts,
        r.actor.id,
        r.action,
        `${r.object.type}:${r.object.id}`,
        leafMatches ? r.result : `${r.result} (ALTERED: the hash does not match)`,
      ]);
      shell.print(table(['NUMBER', 'TIME', 'WHO', 'WHAT', 'TO', 'RESULT'], rows));
      if (next !== undefined) shell.complain(`There are older entries: --before ${next}`);
      return EXIT.done;
    });
  },
};

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new UsageError(`--${option} must be a whole number.`);
  return number;
}
