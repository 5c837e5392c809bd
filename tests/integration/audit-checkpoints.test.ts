import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/lib/domain/audit/note/checkpoint';
import { checkLogProof } from '../../src/lib/domain/audit/note/log-proof';
import { provesConsistency } from '../../src/lib/domain/audit/tree/verify';
import { sha256, verifySignature } from '../../src/lib/server/audit/hashing';
import { leafHash } from '../../src/lib/server/audit/leaf';
import { proveEntry } from '../../src/lib/server/audit/proofs';
import { TreeReader } from '../../src/lib/server/audit/tree-reader';
import { Verifier } from '../../src/lib/server/audit/verifier';
import { AuditWatch } from '../../src/lib/server/audit/watch';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { readAuditRows } from '../../src/lib/server/storage/audit-tree-store';
import { auditBench, type AuditBench } from '../support/audit-bench';
import { until } from '../support/until';

let bench: AuditBench;
const running: { stop: AbortController; run: Promise<void> }[] = [];

beforeEach(async () => void (bench = await auditBench()));
afterEach(async () => {
  await stopAll();
  await bench.close();
});

async function stopAll(): Promise<void> {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.splice(0).map(({ run }) => run));
}

function start<S extends { run(signal: AbortSignal): Promise<void> }>(service: S): S {
  const stop = new AbortController();
  running.push({ stop, run: service.run(stop.signal) });
  return service;
}

/** Turns the clock on in steps until something is true. */
const turnUntil = (condition: () => boolean | Promise<boolean>, stepMs = 500) =>
  until(async () => {
    await bench.clock.advance(stepMs);
    return condition();
  });

const sizes = async () => (await bench.folder.list()).map(({ size }) => size);

describe('checkpoints', () => {
  it('are signed every minute in which the log grew, and not in others', async () => {
    // What is there when it begins is signed at once, in one.
    await bench.append(3);
    const signer = start(bench.checkpoints());
    await turnUntil(() => signer.latest?.size === 3);
    const first = bench.clock.now();
    await bench.append(2);
    await turnUntil(() => signer.latest?.size === 5);
    expect(bench.clock.now() - first).toBeGreaterThanOrEqual(60_000);
    await bench.clock.advance(300_000);
    expect(await sizes()).toEqual([3, 5]);
  });

  it('are signed at once after a severe act', async () => {
    const signer = start(bench.checkpoints());
    await bench.append(1);
    await turnUntil(() => signer.latest?.size === 1);
    const before = bench.clock.now();
    await bench.append(1, { action: 'person.set-roles' });
    await turnUntil(() => signer.latest?.size === 2, 100);
    expect(bench.clock.now() - before).toBeLessThan(60_000);
  });

  it('are what the standard says: any tool reads the files, and each goes on from the one before', async () => {
    const signer = bench.checkpoints();
    const signed = [];
    for (const more of [1, 2, 4, 9]) {
      await bench.append(more);
      signed.push((await signer.signNow())!);
      await bench.clock.advance(1_000);
    }
    expect(signed.map(({ size }) => size)).toEqual([1, 3, 7, 16]);
    for (const file of await bench.folder.list()) {
      const found = openCheckpoint(await bench.folder.read(file), signer.verifier!, verifySignature);
      expect(found?.size).toBe(file.size);
    }
    const reader = new TreeReader(bench.test.db, 16);
    for (const [i, before] of signed.entries()) {
      for (const after of signed.slice(i)) {
        const proof = await reader.consistencyProof(before.size, after.size);
        const claim = { from: before.size, size: after.size, fromRoot: before.root, root: after.root, proof };
        expect(provesConsistency(sha256, claim)).toBe(true);
      }
    }
  });

  it('go on from what was signed last after a restart, without a second one for the same size', async () => {
    await bench.append(5);
    await bench.checkpoints().signNow();
    expect((await bench.checkpoints().signNow())?.size).toBe(5);
    await bench.append(4);
    expect((await bench.checkpoints().signNow())?.size).toBe(9);
    expect(await sizes()).toEqual([5, 9]);
    expect(await bench.verify()).toEqual([]);
  });

  it('survive a crash between remembering and publishing: the same is signed again', async () => {
    await bench.append(5);
    const before = (await bench.checkpoints().signNow())!;
    await rm(bench.folder.path, { recursive: true });
    await bench.asOwner('delete from audit_checkpoint');
    expect((await bench.checkpoints().signNow())?.note).toBe(before.note);
    expect(await sizes()).toEqual([5]);
  });

  it('also go to a second folder, all of them once it is back', async () => {
    const signer = bench.checkpoints({ copy: true });
    await writeFile(bench.copy.path, 'in the way');
    await bench.append(2);
    expect((await signer.signNow())?.size).toBe(2);
    expect(bench.alarms.standing.get('audit.copy_unreachable')).toContain(bench.copy.path);
    await rm(bench.copy.path);
    await mkdir(bench.copy.path);
    await bench.append(2);
    await signer.signNow();
    expect((await bench.copy.list()).map(({ size }) => size)).toEqual([2, 4]);
    expect(bench.alarms.standing.size).toBe(0);
  });

  it('keep the private key for its owner, and hand out the other half', async () => {
    await bench.append(1);
    const signer = bench.checkpoints();
    await signer.signNow();
    const handed = await readFile(join(bench.keysDirectory, 'audit-log-verifier-key.txt'), 'utf8');
    expect(handed).toMatch(/^zonewatch\/test\/audit\+[0-9a-f]{8}\+A[A-Za-z0-9+/]+=*\n$/);
  });

  it('a refusal ends when the stored history is the signed one again', async () => {
    await bench.append(5);
    const signer = bench.checkpoints();
    await signer.signNow();
    await bench.asOwner('update audit_head set next_seq = 3');
    expect(await signer.signNow()).toBeUndefined();
    expect(bench.alarms.standing.has('audit.rollback')).toBe(true);
    await bench.asOwner('update audit_head set next_seq = 5');
    await bench.append(1);
    expect((await signer.signNow())?.size).toBe(6);
    expect(bench.alarms.standing.size).toBe(0);
  });
});

it('every entry of a log longer than a block is proven, with and without kept hashes of blocks', async () => {
  await bench.test.db.client.query(
    `do $$ declare body bytea; begin
       for i in 0..599 loop
         perform audit_lock(1::smallint);
         body := convert_to('entry ' || i, 'utf8');
         perform audit_append(1::smallint, i, body, now(), 'a', 'b', 'c', 'd', 'done', null, null);
       end loop; end $$`,
  );
  const signer = bench.checkpoints();
  const signed = (await signer.signNow())!;
  const rows = await readAuditRows(bench.test.db, 1, 0, 600);
  const judge = { sha256, verify: verifySignature };
  for (const kept of [false, true]) {
    if (kept) await bench.verify();
    for (const row of [0, 1, 255, 256, 511, 512, 598, 599].map((seq) => rows[seq]!)) {
      const proof = await proveEntry(bench.test.db, signed, row);
      expect(checkLogProof(proof, leafHash(row.body), signer.verifier!, judge)?.size).toBe(600);
    }
  }
  expect((await bench.test.db.client.query('select count(*)::int as n from audit_block')).rows).toEqual([
    { n: 2 },
  ]);
  await bench.asOwner(`update audit_entry set leaf = sha256('x') where seq = 301`);
  await expect(proveEntry(bench.test.db, signed, rows[300]!)).rejects.toMatchObject({
    code: 'audit.not-provable',
  });
  await expect(proveEntry(bench.test.db, signed, { ...rows[1]!, seq: 600 })).rejects.toMatchObject({
    code: 'audit.not-signed',
  });
});

describe('the verifier', () => {
  const verifier = () =>
    new Verifier({
      database: bench.test.db,
      bus: bench.bus,
      clock: bench.clock,
      log: createLogger('silent'),
      alarms: bench.alarms,
      metrics: createMetrics(),
      keysDirectory: bench.keysDirectory,
      folders: [bench.folder],
      origin: bench.origin,
      checkpoints: { latest: undefined },
    });

  it('follows the log and tells how far it is verified', async () => {
    await bench.append(5);
    await bench.checkpoints().signNow();
    const watching = start(verifier());
    await turnUntil(() => watching.state().verified?.size === 5);
    await bench.append(3);
    await turnUntil(() => watching.state().verified?.size === 8);
    expect(watching.state().faults).toEqual([]);
  });

  it('finds what is altered behind its back within the hour, and says so until it is put right', async () => {
    await bench.append(5);
    await bench.checkpoints().signNow();
    const watching = start(verifier());
    await turnUntil(() => watching.state().verified?.size === 5);
    await bench.asOwner(`update audit_entry set actor = 'nobody' where seq = 2`);
    await turnUntil(() => bench.alarms.standing.has('audit.fault'), 60_000);
    expect(watching.state().faults).toHaveLength(1);
    expect(bench.alarms.standing.get('audit.fault')).toContain('Entry 2 would be found by another actor');
    await bench.asOwner(`update audit_entry set actor = 'system:test' where seq = 2`);
    await turnUntil(() => bench.alarms.standing.size === 0, 60_000);
    expect(watching.state().faults).toEqual([]);
  });

  it('goes on after a restart where it stopped, and from the first entry when there was a fault', async () => {
    await bench.append(1);
    await bench.checkpoints().signNow();
    await bench.test.db.client.query(
      `do $$ declare given bytea; begin
         for i in 1..1023 loop
           perform audit_lock(1::smallint);
           given := convert_to(replace((select convert_from(body, 'utf8') from audit_entry where seq = 0), '"seq":0,', '"seq":' || i || ','), 'utf8');
           perform audit_append(1::smallint, i, given, (select at from audit_entry where seq = 0), 'system:test', 'test.write', 'thing', '0', 'done', null, null);
         end loop; end $$`,
    );
    const first = start(verifier());
    await turnUntil(() => first.state().verified?.size === 1_024);
    const cursor = JSON.parse(
      await readFile(join(bench.keysDirectory, 'audit-log-verified.json'), 'utf8'),
    ) as {
      size: number;
    };
    expect(cursor.size).toBeGreaterThan(0);
    expect(cursor.size % 256).toBe(0);
    await stopAll();
    await bench.asOwner(`update audit_entry set object_id = 'x' where seq = 3`);
    const second = start(verifier());
    await turnUntil(() => bench.alarms.standing.has('audit.fault'), 60_000);
    expect(second.state().faults).toHaveLength(1);
    await stopAll();
    expect(
      JSON.parse(await readFile(join(bench.keysDirectory, 'audit-log-verified.json'), 'utf8')),
    ).toMatchObject({
      size: 0,
    });
  });

  it('that does not run is an alarm', async () => {
    const progress = { at: bench.clock.now() };
    const watch = new AuditWatch({
      verifier: {
        state: () => ({
          verified: undefined,
          faults: [],
          unreadable: [],
          sweep: { size: 0, of: 0, startedAt: 0 },
          progressAt: progress.at,
        }),
      },
      database: bench.test.db,
      alarms: bench.alarms,
      clock: bench.clock,
      metrics: createMetrics(),
    });
    start(watch);
    await turnUntil(() => bench.alarms.standing.has('audit.verifier_stopped'), 10_000);
    progress.at = bench.clock.now();
    await turnUntil(() => !bench.alarms.standing.has('audit.verifier_stopped'), 1_000);
    expect(bench.alarms.standing.size).toBe(0);
  });
});
