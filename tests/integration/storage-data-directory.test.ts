import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/server/log';
import { systemClock } from '../../src/lib/server/clock';
import { claimDataDirectory, joinDataDirectory } from '../../src/lib/server/storage/data-directory';
import { startEmbeddedPostgres } from '../../src/lib/server/storage/embedded-postgres';
import { runScript, type Child } from '../support/child';
import { temporaryDirectory } from '../support/temporary-directory';

const PROGRAM = join(import.meta.dirname, '../support/claim-program.ts');

let temporary: ReturnType<typeof temporaryDirectory>;
let directory: string;
let children: Child[];
beforeEach(() => {
  temporary = temporaryDirectory('claim');
  directory = join(temporary.path, 'data');
  children = [];
});
afterEach(async () => {
  for (const child of children) await child.kill('SIGKILL');
  temporary.remove();
});

function program(...args: string[]): Child {
  const child = runScript(PROGRAM, [directory, ...args]);
  children.push(child);
  return child;
}

const claims = () => readdirSync(directory).filter((name) => name.startsWith('claim'));

describe('a data directory', () => {
  it('refuses a second server with a sentence that says who has it and what to do', async () => {
    const first = program();
    expect(await first.line()).toBe('claimed');
    const pid = String(first.process.pid);
    await expect(claimDataDirectory(directory)).rejects.toThrow(
      new RegExp(`Another Zonewatch already works on .*: process ${pid} .*ZONEWATCH_DATA`),
    );
  });

  it('is taken over from a holder that was killed', async () => {
    const first = program();
    expect(await first.line()).toBe('claimed');
    await first.kill('SIGKILL');
    const claim = await claimDataDirectory(directory);
    await expect(claimDataDirectory(directory)).rejects.toThrow(/Another Zonewatch/);
    await claim.release();
    expect(claims()).toHaveLength(1);
  });

  it('can be claimed again after it was released', async () => {
    for (let i = 0; i < 3; i += 1) await (await claimDataDirectory(directory)).release();
    expect(claims()).toEqual(['claim.3']);
  });

  it('goes to exactly one of many that find a dead holder at the same moment', async () => {
    const first = program();
    await first.line();
    await first.kill('SIGKILL');
    const lines = await Promise.all([1, 2, 3, 4].map(() => program().line()));
    expect(lines.filter((line) => line === 'claimed')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('refused'))).toHaveLength(3);
  });

  it('held on another machine is free once its holder has not touched it for half a minute', async () => {
    const first = await claimDataDirectory(directory);
    await first.release();
    const elsewhere = { pid: 1, startTicks: '1', world: 'elsewhere', host: 'plant-b', claimedAt: 0 };
    const path = join(directory, 'claim.1');
    writeFileSync(path, JSON.stringify(elsewhere));
    await expect(claimDataDirectory(directory)).rejects.toThrow(/on plant-b/);
    const longAgo = Date.now() / 1_000 - 31;
    utimesSync(path, longAgo, longAgo);
    const claim = await claimDataDirectory(directory);
    await claim.release();
  });
});

describe('the database of a data directory', () => {
  it('outlives a killed server and is taken over by the next', async () => {
    const first = program('with-database');
    const pid = (await first.line()).split(' ')[1];
    await first.kill('SIGKILL');
    const claim = await claimDataDirectory(directory);
    const server = await startEmbeddedPostgres({
      directory,
      log: createLogger('silent'),
      clock: systemClock,
    });
    expect([String(server.pid), server.adopted]).toEqual([pid, true]);
    await server.stop();
    await expect(joinDataDirectory(directory)).rejects.toThrow(/No Zonewatch is running/);
    await claim.release();
  });

  it('is joined by others while it runs, and they never stop it', async () => {
    await expect(joinDataDirectory(directory)).rejects.toThrow(/No Zonewatch is running/);
    const child = program('with-database');
    const pid = Number((await child.line()).split(' ')[1]);
    const { connection } = await joinDataDirectory(directory);
    const client = new pg.Client(connection);
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    expect(process.kill(pid, 0)).toBe(true);
    await child.kill('SIGKILL');
    const claim = await claimDataDirectory(directory);
    const server = await startEmbeddedPostgres({
      directory,
      log: createLogger('silent'),
      clock: systemClock,
    });
    await server.stop();
    await claim.release();
  });
});
