import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DomainError } from '../../lib/domain/errors';
import { parsePlantFile } from '../../lib/domain/plant/plant-file';
import { readArguments } from '../arguments';
import { complaint } from '../complaint';
import { counted } from '../table';
import { EXIT, type CliCommand, type Shell } from '../shell';

/** Reads a file that was named at the shell; relative to where the command was started. */
export async function readNamedFile(path: string, shell: Shell): Promise<string> {
  try {
    return await readFile(resolve(shell.workingDirectory, path), 'utf8');
  } catch (cause) {
    throw new DomainError('not-found', `${path} cannot be read.`, { cause });
  }
}

export const plantCheck: CliCommand = {
  name: 'plant check',
  usage: 'FILE',
  summary: 'say whether a plant file is right, and where it is not',
  async run(args, shell) {
    const [path = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    const parsed = parsePlantFile(await readNamedFile(path, shell));
    const issues = parsed.ok ? parsed.warnings : parsed.issues;
    if (!parsed.ok) {
      shell.complain(complaint(new DomainError('plant-file.invalid', undefined, { issues }), path));
      return EXIT.failed;
    }
    if (issues.length > 0) {
      shell.complain(
        complaint(
          new DomainError('plant-file.invalid', 'It can be imported, but look at this:', { issues }),
          path,
        ),
      );
    }
    const { sites } = parsed.file;
    const zones = sites.flatMap((site) => site.zones);
    const gateways = zones.flatMap((zone) => zone.gateways ?? []);
    const drives = gateways.flatMap((gateway) => gateway.drives ?? []);
    shell.print(
      `${path} is right: ${counted(sites.length, 'site')}, ${counted(zones.length, 'zone')}, ${counted(gateways.length, 'gateway')}, ${counted(drives.length, 'drive')}.`,
    );
    return EXIT.done;
  },
};
