import { systemActor } from '../domain/access/roles';
import { SHIPPED_PLAYBOOKS } from '../playbooks/shipped';
import { DomainError } from '../domain/errors';
import { NO_REQUEST, type CommandHost } from './access/command';
import { perform } from './access/perform';
import { importPlaybook } from './playbooks/library/import-playbook';
import { PlaybookKey } from './playbooks/library/playbook-key';
import { PlaybookLibrary } from './playbooks/library/library';
import { trustOwnKey } from './playbooks/library/signers';

/** Opens the library, with the plant's own key and with what comes with the program. */
export async function openLibrary(host: CommandHost, keysDirectory: string): Promise<PlaybookLibrary> {
  const { database, clock } = host;
  const library = new PlaybookLibrary({ database, clock, key: await PlaybookKey.open(keysDirectory) });
  await shipPlaybooks(host, library, SHIPPED_PLAYBOOKS);
  return library;
}

/**
 * Puts the playbooks that come with the program into the library, unsigned, where they are not in it yet; and the
 * plant's own key on the list of trusted signers. A playbook that cannot be taken in is written to the log: it
 * must not keep the plant from being watched.
 */
export async function shipPlaybooks(
  host: CommandHost,
  library: PlaybookLibrary,
  shipped: readonly unknown[],
): Promise<void> {
  const actor = systemActor('start');
  await perform(host, actor, trustOwnKey(library.key), {}, NO_REQUEST);
  for (const playbook of shipped) {
    if (await library.holds(playbook)) continue;
    try {
      const text = JSON.stringify(playbook);
      await perform(host, actor, importPlaybook(library, true), { text }, NO_REQUEST);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'database.unavailable') throw error;
      host.log.error(
        { err: error, issues: error.issues },
        'a playbook that comes with the program was not taken in',
      );
    }
  }
}
