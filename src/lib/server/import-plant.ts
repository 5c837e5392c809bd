import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { systemActor } from '../domain/access/roles';
import { INSTALLATION } from '../domain/access/subject';
import { DomainError } from '../domain/errors';
import { defineCommand, NO_REQUEST, type CommandHost } from './access/command';
import { perform } from './access/perform';
import { changesAnything } from './registry/import-report';
import type { PlantRegistry } from './registry/service';

/** Makes the plant what a plant file says. */
export const importPlant = (registry: PlantRegistry) =>
  defineCommand({
    name: 'plant.import',
    action: 'plant.import',
    schema: z.object({ document: z.string().max(64 * 1024 * 1024) }),
    subject: () => INSTALLATION,
    async run(tx, { document }, { actor, now }) {
      const report = await registry.importFile(tx, document, actor.id, now);
      const facts = {
        plant_version: report.version,
        drives_added: report.drives.added.length,
        drives_changed: report.drives.changed.length,
        drives_removed: report.drives.removed.length,
        zones_removed: report.zones.removed.length,
      };
      const audit = { object: { type: 'plant', id: 'plant', version: String(report.version) }, facts };
      return { result: report, audit: report.isNew || changesAnything(report) ? [audit] : [] };
    },
  });

/**
 * Takes over the plant file that the settings name, when no plant file was ever taken over: later starts
 * leave alone what people have imported since. Throws `plant-file.invalid` with every place that is wrong
 * in its words, as it is shown at the console.
 */
export async function importFirstPlant(
  host: CommandHost,
  registry: PlantRegistry,
  path: string,
): Promise<void> {
  if (await registry.hasPlantFile()) return;
  const document = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DomainError('not-found', `ZONEWATCH_PLANT: ${path} cannot be read.`, { cause });
  });
  try {
    const report = await perform(host, systemActor('start'), importPlant(registry), { document }, NO_REQUEST);
    host.log.info({ event: 'plant.imported', version: report.version }, 'plant file taken over');
  } catch (error) {
    if (!(error instanceof DomainError) || error.issues.length === 0) throw error;
    const places = error.issues.map(({ path: at, message, line, column }) => {
      const place = [path, line, column].filter((part) => part !== undefined).join(':');
      return `  ${place} ${at}: ${message}`;
    });
    const words = ['ZONEWATCH_PLANT: the plant file has errors.', ...places].join('\n');
    throw new DomainError(error.code, words, { issues: error.issues, cause: error });
  }
  await registry.load();
}
