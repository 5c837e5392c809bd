import { join } from 'node:path';
import pg from 'pg';
import { systemActor } from '../../src/lib/domain/access/roles';
import type { AuditEvent } from '../../src/lib/domain/audit/entry';
import type { AuditAlarms, AuditTrouble } from '../../src/lib/server/audit/alarms';
import { auditAppender } from '../../src/lib/server/audit/append';
import { CheckpointFolder } from '../../src/lib/server/audit/checkpoint-folder';
import { Checkpoints } from '../../src/lib/server/audit/checkpoints';
import { originOf } from '../../src/lib/server/audit/signing-key';
import { verifyInstallation } from '../../src/lib/server/audit/verify-installation';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { testDatabase, type TestDatabase } from './database';
import { FakeClock } from './fake-clock';
import { temporaryDirectory } from './temporary-directory';

const ORIGIN = originOf('test');

/** What the log's alarms say now, by trouble. */
export class ToldAlarms implements AuditAlarms {
  readonly standing = new Map<AuditTrouble, string>();

  async raise(trouble: AuditTrouble, text: string): Promise<void> {
    this.standing.set(trouble, text);
  }

  async clear(trouble: AuditTrouble): Promise<void> {
    this.standing.delete(trouble);
  }
}

/** An audit log on a database of its own, with keys and checkpoint folders, and the owner's way to the tables. */
export interface AuditBench {
  test: TestDatabase;
  clock: FakeClock;
  bus: Bus;
  alarms: ToldAlarms;
  directory: string;
  folder: CheckpointFolder;
  copy: CheckpointFolder;
  origin: string;
  keysDirectory: string;
  /** Appends that many entries, one transaction each. */
  append(count: number, event?: Partial<AuditEvent>): Promise<void>;
  /** A signer as a start of the server makes it; `copy` with the second folder. */
  checkpoints(options?: { copy?: boolean }): Checkpoints;
  /** Everything that a verification finds, in words. */
  verify(options?: { copy?: boolean }): Promise<string[]>;
  /** Does something as the owner of the tables, who can switch triggers off. */
  asOwner(...statements: string[]): Promise<void>;
  close(): Promise<void>;
}

export async function auditBench(): Promise<AuditBench> {
  const { path: directory, remove } = temporaryDirectory('audit');
  const clock = new FakeClock();
  const bus = new Bus();
  const test = await testDatabase({ bus });
  const alarms = new ToldAlarms();
  const append = auditAppender(
    clock,
    () => ({ synced: null, offset_ms: null, unc_ms: null }),
    (seq) => bus.emit('audit.appended', { seq }),
  );
  const origin = { actor: systemActor('test'), address: undefined, requestId: undefined };
  const keysDirectory = join(directory, 'keys');
  const folder = new CheckpointFolder(join(directory, 'checkpoints'));
  const copy = new CheckpointFolder(join(directory, 'elsewhere'));
  return {
    test,
    clock,
    bus,
    alarms,
    directory,
    folder,
    copy,
    origin: ORIGIN,
    keysDirectory,
    async append(count, event = {}) {
      for (let i = 0; i < count; i++) {
        await test.db.transaction((tx) =>
          append(
            tx,
            { action: 'test.write', object: { type: 'thing', id: `${i}` }, result: 'done', ...event },
            origin,
          ),
        );
      }
    },
    checkpoints: (options = {}) =>
      new Checkpoints({
        database: test.db,
        bus,
        clock,
        log: createLogger('silent'),
        alarms,
        metrics: createMetrics(),
        keysDirectory,
        folder,
        copy: options.copy === true ? copy : undefined,
        origin: ORIGIN,
      }),
    async verify(options = {}) {
      const folders = options.copy === true ? [folder, copy] : [folder];
      const { faults, unreadable } = await verifyInstallation({
        database: test.db,
        keysDirectory,
        folders,
        origin: ORIGIN,
      });
      return [...faults.map(({ kind, text }) => `${kind}: ${text}`), ...unreadable];
    },
    async asOwner(...statements) {
      const owner = new pg.Client(test.connection);
      await owner.connect();
      try {
        await owner.query('set session_replication_role = replica');
        for (const statement of statements) await owner.query(statement);
      } finally {
        await owner.end();
      }
    },
    async close() {
      await test.close();
      remove();
    },
  };
}
