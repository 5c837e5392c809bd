import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { importPlant } from '../../lib/server/import-plant';
import { changesAnything, type Changes, type ImportReport } from '../../lib/server/registry/import-report';
import { readArguments } from '../arguments';
import { complaint } from '../complaint';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';
import { counted } from '../table';
import { DomainError } from '../../lib/domain/errors';
import { readNamedFile } from './plant-check';

const plantImport: CliCommand = {
  name: 'plant import',
  usage: 'FILE',
  summary: 'make the plant what a plant file says; history stays with what stays',
  async run(args, shell) {
    const [path = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    const document = await readNamedFile(path, shell);
    return withInstallation(shell, async ({ act, registry }) => {
      try {
        const report = await act(importPlant(registry), { document });
        shell.print(describe(report));
        for (const { path: at, message } of report.warnings) shell.complain(`Look at ${at}: ${message}`);
        return EXIT.done;
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'plant-file.invalid') throw error;
        shell.complain(complaint(error, path));
        return EXIT.failed;
      }
    });
  },
};

const plantExport: CliCommand = {
  name: 'plant export',
  usage: '[FILE] [--discovered]',
  summary: 'write the plant file that holds now, with the drives that announced themselves if asked',
  run(args, shell) {
    const read = readArguments(args, { least: 0, most: 1, options: { discovered: 'flag' } });
    const [path] = read.positionals;
    return withInstallation(shell, async ({ registry }) => {
      const document = await registry.exportFile({ discovered: read.flag('discovered') });
      if (path === undefined) shell.print(document.trimEnd());
      else {
        await writeFile(resolve(shell.workingDirectory, path), document);
        shell.complain(`Written to ${path}.`);
      }
      return EXIT.done;
    });
  },
};

function describe(report: ImportReport): string {
  if (!report.isNew && !changesAnything(report))
    return `The plant is what this file says (version ${report.version}).`;
  const kinds = ['sites', 'zones', 'conduits', 'positions', 'gateways', 'drives'] as const;
  const lines = kinds
    .map((kind) => [kind, summarise(report[kind])] as const)
    .filter(([, text]) => text !== '');
  const moved = [
    report.adopted.length > 0 ? `${counted(report.adopted.length, 'discovered drive')} got a place` : '',
    report.renamed.length > 0 ? `${counted(report.renamed.length, 'drive')} renamed, history kept` : '',
    report.returned.length > 0 ? `${counted(report.returned.length, 'drive')} back with history` : '',
  ].filter((text) => text !== '');
  return [
    `Plant file taken over (version ${report.version}).`,
    ...lines.map(([kind, text]) => `  ${kind}: ${text}`),
    ...moved.map((text) => `  ${text}`),
  ].join('\n');
}

const summarise = ({ added, changed, removed }: Changes): string =>
  [
    added.length > 0 ? `${added.length} new` : '',
    changed.length > 0 ? `${changed.length} changed` : '',
    removed.length > 0 ? `${removed.length} removed` : '',
  ]
    .filter((text) => text !== '')
    .join(', ');

export const plantCommands: readonly CliCommand[] = [plantImport, plantExport];
