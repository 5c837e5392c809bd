import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { readSettings } from '../../src/lib/server/settings';
import { openStore, openStoreForCommand } from '../../src/lib/server/store';
import { temporaryDirectory } from '../support/temporary-directory';

const root = join(import.meta.dirname, '..', '..');
const directory = temporaryDirectory('kind');
afterAll(() => directory.remove());

const as = (kind: 'demo' | 'production') => ({
  settings: readSettings({ ZONEWATCH_DATA: directory.path, ZONEWATCH_KIND: kind }, root),
  root,
  log: createLogger('silent'),
  clock: systemClock,
  bus: new Bus(),
});

it('a directory that holds a demo is refused by a production start, and left as it was', async () => {
  await (await openStore(as('demo'))).close();
  await expect(openStore(as('production'))).rejects.toThrow(
    `${directory.path} holds a demo plant with simulated values. Start production on another directory (ZONEWATCH_DATA).`,
  );
  // Whoever was refused holds neither the directory nor its database, and commands work on either kind.
  for (const open of [() => openStore(as('demo')), () => openStoreForCommand(as('production'))]) {
    const store = await open();
    expect(store.installation.kind).toBe('demo');
    await store.close();
  }
});
