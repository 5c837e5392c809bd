import { appendFileSync } from 'node:fs';
import type pg from 'pg';
import type { Playbook } from '../../src/lib/domain/playbooks/cacao/model';
import { EXECUTED_COMMANDS } from '../../src/lib/domain/playbooks/commands/command-types';
import type { Plant } from '../../src/lib/domain/plant/model';
import { RefusalLog } from '../../src/lib/server/access/refusals';
import { auditAppender } from '../../src/lib/server/audit/append';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createRuns } from '../../src/lib/server/create-runs';
import { createLogger } from '../../src/lib/server/log';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import type { Executor } from '../../src/lib/server/playbooks/executor';
import { Runs } from '../../src/lib/server/playbooks/service';
import { openDatabase, type Database } from '../../src/lib/server/storage/database';

/** What a worker in a process of its own is told. */
export interface WorkerOrders {
  connection: pg.PoolConfig;
  /** What the library holds, with the hash of each. */
  playbooks: readonly { playbook: Playbook; sha256: string }[];
  plant: Plant;
  /** A line for every command that was carried out: the world outside, which no rollback reaches. */
  effects: string;
  /** It kills itself at the n-th point: before and after every commit and every effect; 0 never. */
  killAt: number;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as WorkerOrders;
let points = 0;
function point(): void {
  points += 1;
  if (points === orders.killAt) process.kill(process.pid, 'SIGKILL');
}

const clock = systemClock;
const bus = new Bus();
const log = createLogger('silent');
const opened = await openDatabase({ connection: orders.connection, log, clock, bus, maxConnections: 4 });
const database: Database = {
  ...opened,
  async transaction(fn, options) {
    const result = await opened.transaction(async (tx) => {
      const made = await fn(tx);
      tx.beforeCommit(async () => void tx.beforeCommit(async () => point()));
      return made;
    }, options);
    point();
    return result;
  },
};
const appendAudit = auditAppender(clock, () => ({ synced: null, offset_ms: null, unc_ms: null }));
const refusals = new RefusalLog(database, clock, appendAudit, log);
const executors = EXECUTED_COMMANDS.map((type): Executor => ({
  type,
  async execute(work) {
    point();
    appendFileSync(orders.effects, `${work.effect} ${work.idempotencyKey}\n`);
    point();
    return { kind: 'succeeded', text: 'done', outputs: { __turns__: 'over', __found__: 'over' } };
  },
  preview: async () => '',
}));
const host = { database, clock, bus, log, appendAudit, refusals, plant: () => orders.plant };
const { parts } = createRuns({
  host,
  library: {
    async version(_tx, id) {
      const known = orders.playbooks.find(({ playbook }) => playbook.id === id);
      if (known === undefined) return undefined;
      const { playbook, sha256 } = known;
      const signedBy = { person: 'owner', at: 0, trusted: true };
      const version = playbook.modified;
      return {
        id,
        version,
        playbook,
        sha256,
        signedBy,
        executability: { executable: true },
        forOperators: false,
      };
    },
  },
  executors,
  image: new LiveImage(),
  isDemo: true,
});
const runs = new Runs(parts, { leaseMs: 250, probeMs: 100, lookAgainMs: 50 });
console.log('ready');
await runs.run(new AbortController().signal);
