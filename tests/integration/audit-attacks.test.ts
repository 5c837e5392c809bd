import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditBench, type AuditBench } from '../support/audit-bench';
import { until } from '../support/until';

/**
 * Each attack of the reference's first table, done by whoever owns the database and can switch its triggers
 * off, and what finds it. Fifty entries, and a checkpoint over the first forty.
 */
let bench: AuditBench;

beforeEach(async () => {
  bench = await auditBench();
  await bench.append(40);
  expect((await bench.checkpoints().signNow())?.size).toBe(40);
  await bench.append(10);
});
afterEach(() => bench.close());

/** Makes an entry's leaf anew of its bytes, as somebody does who knows how the log works. */
const rehash = (where: string) =>
  `update audit_entry set leaf = sha256('\\x00'::bytea || body) where ${where}`;
/** Puts other words into the bytes of an entry, of the same length. */
const edit = (seq: number) =>
  `update audit_entry set action = 'test.wrote', body = convert_to(replace(convert_from(body, 'utf8'), 'test.write', 'test.wrote'), 'utf8') where seq = ${seq}`;
/** Turns the clock on, second by second, until something is true. */
const turnUntil = (condition: () => boolean) =>
  until(async () => {
    await bench.clock.advance(1_000);
    return condition();
  });
const signAgain = () => bench.checkpoints().signNow();

it('nothing done is nothing found', async () => {
  expect(await bench.verify()).toEqual([]);
  expect((await signAgain())?.size).toBe(50);
  expect(await bench.verify()).toEqual([]);
});

describe('an edited row', () => {
  it('is found and named', async () => {
    await bench.asOwner(edit(17));
    expect(await bench.verify()).toEqual([
      expect.stringContaining('entry: Entry 17 was changed after it was written'),
    ]);
  });

  it('is found after all hashes of the database were made anew, by what was signed', async () => {
    await bench.asOwner(edit(17), rehash('true'));
    expect(await bench.verify()).toEqual([
      expect.stringContaining('an entry from 0 to 39 was changed, added or removed'),
    ]);
  });

  it('is found when only what it is searched by was changed', async () => {
    await bench.asOwner(`update audit_entry set actor = 'nobody', zone = 'elsewhere' where seq = 17`);
    expect(await bench.verify()).toEqual([
      expect.stringContaining('columns: Entry 17 would be found by another actor'),
      expect.stringContaining('columns: Entry 17 would be found by another zone'),
    ]);
  });

  it('is found when it was replaced by another whole entry', async () => {
    await bench.asOwner(
      'update audit_entry t set body = s.body, leaf = s.leaf from audit_entry s where t.seq = 17 and s.seq = 16',
    );
    const found = await bench.verify();
    expect(found).toContainEqual(expect.stringContaining('number: Entry 17 says of itself that it is 16'));
    expect(found).toContainEqual(expect.stringContaining('history:'));
  });

  it('after the last checkpoint is not found when its hash was made anew before it was signed', async () => {
    await bench.asOwner(edit(45), rehash('seq = 45'));
    // Said in the product: what is changed within the minute before it is signed.
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a row deleted in the middle', () => {
  it('is found', async () => {
    await bench.asOwner('delete from audit_entry where seq = 17');
    expect(await bench.verify()).toEqual(['gap: Entry 17 is missing: 18 follows.']);
  });

  it('is found when the others closed ranks and were hashed anew', async () => {
    await bench.asOwner(
      'delete from audit_entry where seq = 17',
      'update audit_entry set seq = seq - 1 where seq > 17',
      'update audit_head set next_seq = next_seq - 1',
    );
    const found = await bench.verify();
    expect(found).toContainEqual(expect.stringContaining('number: Entry 17 says of itself that it is 18'));
    expect(found).toContainEqual(expect.stringContaining('history: The stored entries are not those of'));
  });
});

describe('a tail cut off', () => {
  const cut = (size: number) => [
    `delete from audit_entry where seq >= ${size}`,
    `update audit_head set next_seq = ${size}`,
  ];

  it('behind the checkpoint is found, and nothing shorter is ever signed', async () => {
    await bench.asOwner(...cut(30));
    expect(await bench.verify()).toEqual([
      expect.stringMatching(/^shorter: The log ends after 30 entries; .* 40/),
    ]);
    expect(await signAgain()).toBeUndefined();
    expect(bench.alarms.standing.get('audit.rollback')).toContain('had 40 entries and now has 30');
  });

  it('behind the checkpoint is found when it has grown again with other entries', async () => {
    await bench.asOwner(...cut(30));
    await bench.append(20, { action: 'test.other' });
    expect(await bench.verify()).toEqual([expect.stringContaining('history:')]);
    expect(await signAgain()).toBeUndefined();
    expect(bench.alarms.standing.get('audit.rollback')).toContain('Entry 39 is not the one that it was');
  });

  it('before the next checkpoint is not found: the window is the time between two', async () => {
    await bench.asOwner(...cut(45));
    expect(await bench.verify()).toEqual([]);
  });

  it('before the next checkpoint is found by a server that has seen the entries', async () => {
    const running = bench.checkpoints();
    let seen = 0;
    bench.bus.on(bench, 'audit.grown', ({ entries }) => (seen += entries.length));
    const working = new AbortController();
    const run = running.run(working.signal);
    await until(() => seen === 10);
    await bench.append(5);
    await turnUntil(() => seen === 15);
    await bench.asOwner(...cut(52));
    await turnUntil(() => bench.alarms.standing.has('audit.rollback'));
    expect(bench.alarms.standing.get('audit.rollback')).toContain('had 55 entries and now has 52');
    working.abort();
    await run;
  });

  it('that the head still counts is found as a gap', async () => {
    await bench.asOwner('delete from audit_entry where seq >= 45');
    expect(await bench.verify()).toEqual(['gap: Entry 45 of 50 is missing.']);
  });
});

describe('an old state put back', () => {
  const tables = ['audit_entry', 'audit_head', 'audit_checkpoint', 'audit_block'];
  const backUp = () => bench.asOwner(...tables.map((name) => `create table old_${name} as table ${name}`));
  const restore = () =>
    bench.asOwner(
      ...tables.flatMap((name) => [`delete from ${name}`, `insert into ${name} select * from old_${name}`]),
    );
  const folders = ['keys', 'checkpoints'];
  const copyOf = (name: string) => join(bench.directory, `old-${name}`);
  const here = (name: string) => join(bench.directory, name);
  const backUpFolders = () =>
    Promise.all(folders.map((name) => cp(here(name), copyOf(name), { recursive: true })));
  async function restoreFolders(): Promise<void> {
    for (const name of folders) {
      await rm(here(name), { recursive: true });
      await cp(copyOf(name), here(name), { recursive: true });
    }
  }

  it('of the database is found: its size goes backward, and it is not signed again', async () => {
    await backUp();
    await bench.append(10);
    await signAgain();
    await restore();
    expect(await bench.verify()).toEqual([expect.stringMatching(/^shorter: .* 60/)]);
    expect(await signAgain()).toBeUndefined();
    expect(bench.alarms.standing.has('audit.rollback')).toBe(true);
  });

  it('of the database, grown past what was signed, is still not signed', async () => {
    await backUp();
    await bench.append(10);
    await signAgain();
    await restore();
    await bench.append(30, { action: 'test.other' });
    expect(await signAgain()).toBeUndefined();
    expect(await bench.verify()).toContainEqual(expect.stringContaining('history:'));
  });

  it('of database and keys is found by the checkpoints that were kept', async () => {
    await backUp();
    await cp(here('keys'), copyOf('keys'), { recursive: true });
    await bench.append(10);
    await signAgain();
    await restore();
    await rm(here('keys'), { recursive: true });
    await cp(copyOf('keys'), here('keys'), { recursive: true });
    expect(await signAgain()).toBeUndefined();
    expect(bench.alarms.standing.get('audit.rollback')).toContain('put back to an older state');
    expect(await bench.verify()).toEqual([expect.stringMatching(/^shorter:/)]);
  });

  it('of everything is not found where there is neither a witness nor a second folder', async () => {
    await backUp();
    await backUpFolders();
    await bench.append(10);
    await signAgain();
    await restore();
    await restoreFolders();
    // Said in the product, on the audit page and by the command.
    expect(await bench.verify()).toEqual([]);
    expect((await signAgain())?.size).toBe(50);
  });

  it('of everything is found by the second folder', async () => {
    await bench.checkpoints({ copy: true }).signNow();
    await backUp();
    await backUpFolders();
    await bench.append(10);
    await bench.checkpoints({ copy: true }).signNow();
    await restore();
    await restoreFolders();
    expect(await bench.verify({ copy: true })).toEqual([expect.stringMatching(/^shorter: .*elsewhere.* 60/)]);
    expect(await bench.checkpoints({ copy: true }).signNow()).toBeUndefined();
    expect(bench.alarms.standing.get('audit.rollback')).toContain('elsewhere');
  });

  it('two versions, one shown to each of two people, are not found by either alone, and are by who has both', async () => {
    await backUp();
    await backUpFolders();
    await bench.append(10);
    await bench.checkpoints({ copy: true }).signNow();
    await restore();
    await restoreFolders();
    await bench.append(10, { action: 'test.other' });
    await signAgain();
    expect(await bench.verify()).toEqual([]);
    expect(await bench.verify({ copy: true })).toContainEqual(
      expect.stringContaining('history: Two different histories were signed'),
    );
  });
});

describe('the key and its memory', () => {
  it('a key that was made to forget what it signed signs nothing', async () => {
    await rm(join(bench.keysDirectory, 'audit-log-signed.json'));
    expect(await signAgain()).toBeUndefined();
    expect(bench.alarms.standing.get('audit.rollback')).toContain(
      'the record of what it signed last is gone',
    );
  });

  it('a new key does not go on with the history of the one that is gone', async () => {
    await rm(join(bench.keysDirectory, 'audit-log-key.pem'));
    expect(await signAgain()).toBeUndefined();
    expect(bench.alarms.standing.get('audit.rollback')).toContain('The key is gone');
  });

  it('after a restore that was meant, a new key signs the log as it is, once the old one is put aside', async () => {
    await bench.asOwner('delete from audit_entry where seq >= 30', 'update audit_head set next_seq = 30');
    expect(await signAgain()).toBeUndefined();
    for (const path of [bench.keysDirectory, bench.folder.path]) await rm(path, { recursive: true });
    expect((await signAgain())?.size).toBe(30);
    expect(await bench.verify()).toEqual([]);
    expect(bench.alarms.standing.size).toBe(0);
  });

  it('a checkpoint that somebody else signed is told apart', async () => {
    const [file] = await bench.folder.list();
    const note = await bench.folder.read(file!);
    await bench.folder.keep(45, bench.clock.now(), note.replace('\n40\n', '\n45\n'));
    expect(await bench.verify()).toEqual([
      expect.stringMatching(/^signature: The checkpoint of 45 entries in .* is not signed by the log's key/),
    ]);
  });
});
