import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../lib/domain/errors';
import type { GatewayId } from '../../lib/domain/ids';
import { parsePlantFile } from '../../lib/domain/plant/plant-file';
import { ensurePeople } from '../../lib/server/access/ensure-people';
import { generatePassword } from '../../lib/server/access/passwords';
import { importPlant } from '../../lib/server/import-plant';
import { readArguments } from '../arguments';
import { issueCredentials } from '../demo/credentials';
import { writePast } from '../demo/past';
import { permitSimulated } from '../demo/permissions';
import { withInstallation, type Installation } from '../installation';
import { EXIT, type CliCommand } from '../shell';
import { counted } from '../table';
import { readNamedFile } from './plant-check';

/** The five people of a demo: one for each role, named after it. */
const PEOPLE = [
  { person: 'operator', displayName: 'Operator', role: 'operator' },
  { person: 'responder', displayName: 'Responder', role: 'responder' },
  { person: 'manager', displayName: 'Manager', role: 'manager' },
  { person: 'owner', displayName: 'Process owner', role: 'process-owner' },
  { person: 'administrator', displayName: 'Administrator', role: 'administrator' },
] as const;

/**
 * Makes a data directory ready for a demo: database, plant, gateways with certificates, people. What is
 * there already is kept, passwords are new at each start unless one is dictated (D15, D17). Prints one
 * line of JSON for the program that called it.
 */
export const demoPrepare: CliCommand = {
  name: 'demo prepare',
  usage: 'PLANT-FILE [PAST-FILE]',
  summary: 'prepare the data directory of a demo',
  internal: true,
  async run(args, shell) {
    const [path = '', past] = readArguments(args, { least: 1, most: 2 }).positionals;
    const { kind, plantFile, dataDirectory } = shell.settings();
    if (kind !== 'demo') throw new DomainError('conflict', 'Only a demo is prepared like this: npm run demo');
    const document =
      plantFile === undefined ? await readNamedFile(path, shell) : await readFile(plantFile, 'utf8');
    return withInstallation(
      shell,
      async (installation) => {
        refuseOthers(installation);
        const gateways = await preparePlant(installation, document);
        shell.complain(`  plant file taken over: ${counted(gateways.drives, 'drive')}`);
        const folder = join(dataDirectory, 'simulator');
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(join(folder, 'plant.yaml'), document, { mode: 0o600 });
        const issued = await issueCredentials(installation, join(folder, 'gateways'), gateways.ids);
        shell.complain(`  certificates: ${issued} new, ${gateways.ids.length - issued} kept`);
        await permitSimulated(installation, gateways.ids);
        const people = await preparePeople(installation);
        // What the past of another plant was, nobody knows.
        if (past !== undefined && plantFile === undefined) {
          const took = await writePast(installation, JSON.parse(await readNamedFile(past, shell)));
          if (took !== undefined)
            shell.complain(`  90 days of evidence, ${counted(took, 'point')} of posture`);
        }
        shell.print(JSON.stringify({ drives: gateways.drives, gateways: gateways.ids.length, people }));
        return EXIT.done;
      },
      { mayCreate: true },
    );
  },
};

function refuseOthers({ store, settings }: Installation): void {
  if (store.installation.kind !== 'demo') {
    throw new DomainError(
      'conflict',
      `${settings.dataDirectory} holds a production plant. Start the demo on another directory (ZONEWATCH_DATA).`,
    );
  }
  if (store.embedded === undefined && settings.databaseUrl === undefined) {
    throw new DomainError(
      'conflict',
      `A Zonewatch runs on ${settings.dataDirectory} already. Stop it first.`,
    );
  }
}

async function preparePlant({ act, registry }: Installation, document: string) {
  const parsed = parsePlantFile(document);
  if (parsed.ok && parsed.file.simulated !== true) {
    throw new DomainError('plant-file.invalid', 'The plant file of a demo must say "simulated: true".');
  }
  await act(importPlant(registry), { document });
  await registry.load();
  const { gateways, drives } = registry.current();
  const ids: GatewayId[] = gateways.map(({ id }) => id);
  return { ids, drives: drives.length };
}

async function preparePeople({ host, settings }: Installation) {
  const wanted = PEOPLE.map(({ person, displayName, role }) => ({
    person,
    displayName,
    grants: [`${role}@plant`],
    password: settings.demoPassword ?? generatePassword(),
  }));
  await ensurePeople(host, wanted);
  return PEOPLE.map(({ person, displayName }, i) => ({
    name: person,
    role: displayName,
    password: wanted[i]?.password ?? '',
  }));
}

/**
 * After a server that was killed: its database outlived it. Whoever opens the store with nobody holding it
 * takes that database over and stops it on leaving.
 */
export const demoSettle: CliCommand = {
  name: 'demo settle',
  usage: '',
  summary: 'stop the database that a killed demo left running',
  internal: true,
  run: (_args, shell) => withInstallation(shell, async () => EXIT.done),
};
