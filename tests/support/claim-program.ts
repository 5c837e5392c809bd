import { claimDataDirectory } from '../../src/lib/server/storage/data-directory';
import { startEmbeddedPostgres } from '../../src/lib/server/storage/embedded-postgres';
import { createLogger } from '../../src/lib/server/log';
import { systemClock } from '../../src/lib/server/clock';

// Claims the data directory named first and, when asked for, runs its database; then waits to be killed.
const [directory = '', database] = process.argv.slice(2);
try {
  await claimDataDirectory(directory);
  if (database === 'with-database') {
    const server = await startEmbeddedPostgres({
      directory,
      log: createLogger('silent'),
      clock: systemClock,
    });
    console.log(`claimed ${server.pid} ${server.adopted ? 'adopted' : 'started'}`);
  } else console.log('claimed');
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(`refused: ${error instanceof Error ? error.message : String(error)}`);
}
