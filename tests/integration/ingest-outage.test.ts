import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveId } from '../../src/lib/domain/ids';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { isoTime } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';
import { ownPostgres, type OwnPostgres } from '../support/own-postgres';
import { temporaryDirectory } from '../support/temporary-directory';
import { until } from '../support/until';

const PUMP_M = 'te/device/pump-01///m/drive';
const PUMP = driveId.parse('gw-042:pump-01');

let directory: ReturnType<typeof temporaryDirectory>;
let postgres: OwnPostgres;
let ingest: RunningIngest;
let retries: number;

beforeEach(async () => {
  directory = temporaryDirectory('outage');
  postgres = await ownPostgres(directory.path);
  retries = 0;
  ingest = await ingestSystem(postgres.db, { metrics: { retried: () => void (retries += 1) } });
});
afterEach(async () => {
  await ingest.stop();
  await postgres.close();
  directory.remove();
});

/** Sends one sample and remembers whether it was accepted. */
function sender(from: number) {
  const accepted = new Set<number>();
  let next = 0;
  return {
    accepted,
    get sent() {
      return next;
    },
    send(): Promise<void> {
      const n = next;
      next += 1;
      const payload = { time: isoTime(from + n), dc_link_v: 500 + (n % 100), run: n };
      return ingest.send(PUMP_M, payload).then(() => void accepted.add(n));
    },
  };
}

async function storedTimes(from: number): Promise<number[]> {
  const { rows } = await postgres.db.read((tx) =>
    tx.client.query<{ source_ms: number }>('select source_ms from sample order by source_ms'),
  );
  return rows.map((row) => row.source_ms - from);
}

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('while the database is stopped', () => {
  it('nothing is accepted, the live image goes on, and afterwards all of it is there, once', async () => {
    const from = Date.now();
    const load = sender(from);
    await load.send();
    await postgres.stopServer();
    const waiting = numbers(500).map(() => load.send());
    const live = ingest.image.get(PUMP);
    expect(live?.freshness).toBe('live');
    expect(live?.values[SIGNAL_INDEX.dc_link_v]).toBe(500 + (500 % 100));
    await until(() => retries > 1);
    expect(load.accepted.size).toBe(1);
    expect(ingest.system.backlog()).toMatchObject({ messages: 500 });
    await postgres.startServer();
    await Promise.all(waiting);
    expect(await storedTimes(from)).toEqual(numbers(501));
    expect(ingest.system.backlog()).toEqual({ messages: 0, bytes: 0, oldestAt: undefined });
  });

  it('a device that nobody knows yet waits, and is accepted when the database is back', async () => {
    await postgres.stopServer();
    const waiting = ingest.send('te/device/new-one///m/x', { dc_link_v: 1 });
    await expect(Promise.race([waiting, until(() => false, 300).catch(() => 'waits')])).resolves.toBe(
      'waits',
    );
    await postgres.startServer();
    await waiting;
    expect(ingest.registry.drive(driveId.parse('gw-042:new-one'))).toBeDefined();
  });
});

describe('under load', () => {
  it('a database that crashes again and again loses nothing that was accepted, and doubles nothing', async () => {
    const from = Date.now();
    const load = sender(from);
    let isLoading = true;
    const all: Promise<void>[] = [];
    const loading = (async () => {
      while (isLoading) {
        for (let i = 0; i < 50; i += 1) all.push(load.send());
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    for (let crash = 0; crash < 3; crash += 1) {
      const before = load.accepted.size;
      await until(() => load.accepted.size > before + 500);
      await postgres.killServer();
      const acceptedAtCrash = [...load.accepted];
      await postgres.startServer();
      const stored = new Set(await storedTimes(from));
      expect(acceptedAtCrash.filter((n) => !stored.has(n))).toEqual([]);
    }
    isLoading = false;
    await loading;
    await Promise.all(all);
    expect(await storedTimes(from)).toEqual(numbers(load.sent));
  });

  it('a server that ends without a word has accepted nothing that is not stored; what is sent again is stored once', async () => {
    const from = Date.now();
    const load = sender(from);
    const first = numbers(2_000).map(() => load.send());
    await until(() => load.accepted.size > 0);
    const accepted = [...load.accepted];
    const stored = new Set(await storedTimes(from));
    expect(accepted.filter((n) => !stored.has(n))).toEqual([]);
    await Promise.all(first);
    await ingest.stop();
    ingest = await ingestSystem(postgres.db);
    const again = sender(from);
    await Promise.all(numbers(2_000).map(() => again.send()));
    expect(await storedTimes(from)).toEqual(numbers(2_000));
  });
});
