import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main';
import { createAuditLog } from '../../src/lib/server/audit/log';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { readSettings } from '../../src/lib/server/settings';
import { openStore, type Store } from '../../src/lib/server/store';
import { temporaryDirectory } from '../support/temporary-directory';

const directory = temporaryDirectory('audit-cli');
const env = { ZONEWATCH_DATA: join(directory.path, 'data'), ZONEWATCH_KIND: 'production' };
let store: Store;

async function zonewatch(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    env,
    workingDirectory: directory.path,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Signs what there is, as the running server does within the minute. */
async function sign(): Promise<void> {
  const settings = readSettings(env, directory.path);
  const { log } = createAuditLog({
    database: store.database,
    bus: new Bus(),
    clock: systemClock,
    log: createLogger('silent'),
    metrics: createMetrics(),
    alarms: { raise: async () => undefined, clear: async () => undefined },
    installation: store.installation.uuid,
    keysDirectory: settings.keysDirectory,
    checkpoints: settings.checkpoints,
  });
  expect(await log.sign()).toBeDefined();
}

beforeAll(async () => {
  store = await openStore({
    settings: readSettings(env, directory.path),
    root: join(import.meta.dirname, '../..'),
    log: createLogger('silent'),
    clock: systemClock,
    bus: new Bus(),
  });
});
afterAll(async () => {
  await store.close();
  directory.remove();
});

describe('zonewatch audit', () => {
  it('says that nothing has been signed yet, and exports nothing', async () => {
    expect(await zonewatch('user', 'add', 'kim', 'operator@plant')).toMatchObject({ code: 0 });
    expect(await zonewatch('audit', 'verify')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing has been signed yet'),
    });
    expect(await zonewatch('audit', 'export')).toMatchObject({
      code: 1,
      err: expect.stringContaining('signed'),
    });
  });

  it('verifies the installation and tells by which key, and what it cannot see', async () => {
    for (const name of ['lee', 'max', 'ada']) await zonewatch('user', 'add', name, 'operator@plant');
    await sign();
    const { code, out } = await zonewatch('audit', 'verify');
    expect(code).toBe(0);
    expect(out).toMatch(/Verified: all \d+ entries; \d+ of them are signed, in 1 checkpoints/);
    expect(out).toContain('Not seen by this');
    expect(out).toMatch(/Key ([0-9a-f]{4} ){7}[0-9a-f]{4}: zonewatch\/[0-9a-f-]+\/audit\+[0-9a-f]{8}\+/);
  });

  it('exports what can be verified anywhere, and refuses it once it was altered', async () => {
    expect(await zonewatch('audit', 'export', '--out', 'audit.jsonl')).toMatchObject({ code: 0 });
    const key = (await readFile(join(directory.path, 'data/keys/audit-log-verifier-key.txt'), 'utf8')).trim();
    const good = await zonewatch('audit', 'verify', 'audit.jsonl', '--key', key);
    expect(good.err).toBe('');
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('none is missing between') });
    expect((await zonewatch('audit', 'verify', 'audit.jsonl')).out).toContain('came with the export');

    const text = await readFile(join(directory.path, 'audit.jsonl'), 'utf8');
    await writeFile(join(directory.path, 'altered.jsonl'), text.replace('operator@plant', 'operator@pla_t'));
    const bad = await zonewatch('audit', 'verify', 'altered.jsonl');
    expect(bad).toMatchObject({ code: 1, out: '' });
    expect(bad.err).toMatch(/^NOT VERIFIED\n {2}altered\.jsonl:\d+: Entry \d+ is not what was signed/);
  });

  it('exports a selection, and says that it is one', async () => {
    await zonewatch('audit', 'export', '--out', 'some.jsonl', '--object', 'person:lee');
    const { code, out } = await zonewatch('audit', 'verify', 'some.jsonl');
    expect(code).toBe(0);
    expect(out).toContain('a selection');
  });

  it('complains about what it does not understand', async () => {
    expect(await zonewatch('audit', 'verify', 'audit.jsonl', '--key', 'nonsense')).toMatchObject({ code: 2 });
    expect(await zonewatch('audit', 'verify', 'nowhere.jsonl')).toMatchObject({ code: 1 });
    expect(await zonewatch('audit', 'export', '--from', 'yesterday')).toMatchObject({ code: 2 });
    await writeFile(join(directory.path, 'empty.jsonl'), '');
    expect(await zonewatch('audit', 'verify', 'empty.jsonl')).toMatchObject({ code: 1 });
  });

  it('finds what somebody with the rights of the database altered', async () => {
    const owner = new pg.Client(store.embedded?.connection);
    await owner.connect();
    await owner.query('set session_replication_role = replica');
    await owner.query(
      `update audit_entry set body = convert_to(replace(convert_from(body, 'utf8'), 'person.add', 'person.ado'), 'utf8') where seq = 1`,
    );
    await owner.query(`update audit_entry set leaf = sha256('\\x00'::bytea || body) where seq = 1`);
    await owner.end();
    const { code, err } = await zonewatch('audit', 'verify');
    expect(code).toBe(1);
    expect(err).toContain('was changed, added or removed');
    expect(await zonewatch('audit', 'export', '--out', 'no.jsonl')).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not lead to what was signed'),
    });
  });
});
