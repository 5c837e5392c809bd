import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { openDatabase, type Database } from '../../src/lib/server/storage/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/lib/server/storage/embedded-postgres';
import { migrate } from '../../src/lib/server/storage/migrate';
import { MIGRATIONS } from './database-setup';

/** A database server of one test's own, which it may stop and start. */
export interface OwnPostgres {
  db: Database;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Ends the server as a crash of the machine would. */
  killServer(): Promise<void>;
  close(): Promise<void>;
}

export async function ownPostgres(directory: string): Promise<OwnPostgres> {
  const log = createLogger('silent');
  const start = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ directory, log, clock: systemClock });
  let server = await start();
  await migrate(server.connection, MIGRATIONS);
  const db = await openDatabase({ connection: server.applicationConnection, log, clock: systemClock });
  return {
    db,
    stopServer: () => server.stop(),
    async startServer() {
      server = await start();
    },
    async killServer() {
      process.kill(server.pid, 'SIGQUIT');
      await server.stop();
    },
    async close() {
      await db.close();
      await server.stop();
    },
  };
}
