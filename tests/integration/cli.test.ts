import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { readSettings } from '../../src/lib/server/settings';
import { openStore, type Store } from '../../src/lib/server/store';
import { demoPlant } from '../../src/simulator/demo-plant';
import { writePlantFile } from '../../src/lib/domain/plant/plant-file';
import { readCredentials, readPlant } from '../../src/simulator/plan';

let directory: string;
const root = join(import.meta.dirname, '..', '..');
const PASSWORD = 'a-password-for-tests-only';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zw-cli-'));
  await writeFile(join(directory, 'plant.yaml'), writePlantFile(demoPlant({ seed: 1, drives: 16 })));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const env = (): Record<string, string> => ({ ZONEWATCH_DATA: join(directory, 'data') });

async function zonewatch(args: string[], more: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    env: { ...env(), ...more },
    workingDirectory: directory,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const DEMO = { ZONEWATCH_KIND: 'demo', ZONEWATCH_DEMO_PASSWORD: PASSWORD };

describe('zonewatch on a data directory where nothing runs', () => {
  it('founds no installation by looking for one', async () => {
    const { code, err } = await zonewatch(['user', 'list']);
    expect(code).toBe(1);
    expect(err).toContain('There is no Zonewatch in');
    await expect(stat(join(directory, 'data'))).rejects.toThrow();
  });

  it('prepares a demo: plant, gateways that may connect, one person for each role', async () => {
    const { code, out, err } = await zonewatch(['demo', 'prepare', 'plant.yaml'], DEMO);
    expect(code, err).toBe(0);
    const facts = JSON.parse(out) as {
      drives: number;
      gateways: number;
      people: { name: string; password: string }[];
    };
    expect(facts).toMatchObject({ drives: 17, gateways: 8 });
    expect(facts.people.map(({ name }) => name)).toEqual([
      'operator',
      'responder',
      'manager',
      'owner',
      'administrator',
    ]);
    expect(new Set(facts.people.map(({ password }) => password))).toEqual(new Set([PASSWORD]));
    const plant = await readPlant(join(directory, 'data', 'simulator', 'plant.yaml'));
    expect(plant.drives.every(({ simulated }) => simulated)).toBe(true);
    const { certificate, ca } = await readCredentials(
      join(directory, 'data', 'simulator', 'gateways'),
      'gw-001',
    );
    expect(new X509Certificate(certificate).subject).toBe('CN=gw-001');
    expect(new X509Certificate(certificate).verify(new X509Certificate(ca).publicKey)).toBe(true);
  });

  it('keeps what a second preparation finds, but makes up new passwords unless one is given', async () => {
    const before = await readCredentials(join(directory, 'data', 'simulator', 'gateways'), 'gw-002');
    const { code, out, err } = await zonewatch(['demo', 'prepare', 'plant.yaml'], { ZONEWATCH_KIND: 'demo' });
    expect(code, err).toBe(0);
    expect(out).not.toContain(PASSWORD);
    expect(await readCredentials(join(directory, 'data', 'simulator', 'gateways'), 'gw-002')).toEqual(before);
    const { people } = JSON.parse(out) as { people: { password: string }[] };
    expect(new Set(people.map(({ password }) => password)).size).toBe(5);
  });

  it('refuses to prepare a demo that is not said to be one', async () => {
    expect(await zonewatch(['demo', 'prepare', 'plant.yaml'])).toMatchObject({ code: 1 });
  });
});

describe('zonewatch beside a running server', () => {
  let store: Store;
  beforeAll(async () => {
    const settings = readSettings({ ...env(), ZONEWATCH_KIND: 'demo' }, directory);
    store = await openStore({
      settings,
      root,
      log: createLogger('silent'),
      clock: systemClock,
      bus: new Bus(),
    });
  });
  afterAll(() => store.close());

  const stillRuns = () => store.database.read((tx) => tx.client.query('select 1'));

  it('joins its database and leaves it running', async () => {
    const { code, out } = await zonewatch(['user', 'list']);
    expect(code).toBe(0);
    expect(out).toMatch(/^administrator +active .* administrator@plant$/m);
    await expect(stillRuns()).resolves.toBeDefined();
  });

  it('does not prepare a demo under its feet', async () => {
    const { code, err } = await zonewatch(['demo', 'prepare', 'plant.yaml'], DEMO);
    expect(code).toBe(1);
    expect(err).toContain('Stop it first');
  });

  it('adds, changes and disables people, each with its entry in the audit log', async () => {
    expect(await zonewatch(['user', 'add', 'kim', 'operator@site:nowhere'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no site nowhere'),
    });
    const added = await zonewatch(['user', 'add', 'kim', 'operator@plant']);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('Password, shown only here: ') });
    expect(await zonewatch(['user', 'grant', 'kim', 'responder@plant', 'manager@plant'])).toMatchObject({
      code: 0,
    });
    expect(await zonewatch(['user', 'password', 'kim'])).toMatchObject({ code: 0 });
    expect(await zonewatch(['user', 'disable', 'kim', '--reason', 'left the plant'])).toMatchObject({
      code: 0,
    });
    expect((await zonewatch(['user', 'list'])).out).toMatch(
      /^kim +disabled .* (responder@plant manager@plant|manager@plant responder@plant)$/m,
    );
    const { out } = await zonewatch(['audit', 'list', '--action', 'person.', '--limit', '4']);
    const actions = out
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/).slice(2, 5).join(' '));
    expect(actions).toEqual([
      expect.stringMatching(/^cli:\S+ person.disable person:kim$/),
      expect.stringMatching(/^cli:\S+ person.reset-password person:kim$/),
      expect.stringMatching(/^cli:\S+ person.set-roles person:kim$/),
      expect.stringMatching(/^cli:\S+ person.add person:kim$/),
    ]);
  });

  it('never takes the last administrator away', async () => {
    expect(await zonewatch(['user', 'disable', 'administrator'])).toMatchObject({
      code: 1,
      err: 'The last administrator cannot be removed.',
    });
    expect((await zonewatch(['setup', 'code'])).code).toBe(1);
  });

  it('admits a gateway once, writes its key for its owner alone, and turns it out', async () => {
    const { code, err } = await zonewatch(['gateway', 'add', 'gw-new', '--out', 'keys']);
    expect(code).toBe(0);
    expect(err).toContain('gw/gw-new/up/te/');
    expect((await stat(join(directory, 'keys', 'gw-new', 'key.pem'))).mode & 0o777).toBe(0o600);
    expect(await zonewatch(['gateway', 'add', 'gw-new'])).toMatchObject({ code: 1 });
    expect(await zonewatch(['gateway', 'add', 'gw new'])).toMatchObject({ code: 1 });
    expect(await zonewatch(['gateway', 'revoke', 'gw-new'])).toMatchObject({ code: 0 });
    expect((await zonewatch(['gateway', 'list'])).out).toMatch(/^gw-new +revoked /m);
    expect(await zonewatch(['gateway', 'revoke', 'gw-none'])).toMatchObject({ code: 1 });
  });

  it('lets a gateway be asked for what was permitted, with its reason, and takes it back', async () => {
    const permit = (...args: string[]) => zonewatch(['gateway', 'permit', 'gw-001', ...args]);
    expect((await permit('restart')).code).not.toBe(0);
    expect((await permit('log_upload', '--reason', 'evidence')).code).not.toBe(0);
    expect((await permit('modbus_write', '--reason', 'no')).code).not.toBe(0);
    expect(await permit('log_upload', 'journal', '--reason', 'evidence')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^gw-001 may be asked for .*log_upload journal/),
    });
    const forbidden = await zonewatch(['gateway', 'forbid', 'gw-001', 'log_upload', '--reason', 'done']);
    expect(forbidden.out).toContain('gw-001 may be asked for ');
    expect(forbidden.out).not.toContain('log_upload');
  });

  it('lists hosts that playbooks may call, and keeps secrets for them that it never shows', async () => {
    const allow = ['outgoing', 'allow', 'tickets.test:8443', '--note', 'tickets'];
    expect(await zonewatch(allow)).toMatchObject({ code: 0, out: 'Steps may call tickets.test:8443.' });
    expect(await zonewatch(allow)).toMatchObject({ code: 1 });
    await writeFile(join(directory, 'secret.txt'), 'correct-horse-battery\n');
    const keep = ['outgoing', 'secret', 'tickets', 'tickets.test:8443'];
    expect(await zonewatch(keep)).toMatchObject({ code: 2 });
    expect(await zonewatch([...keep, '--from', 'secret.txt'])).toMatchObject({ code: 0 });
    const { out } = await zonewatch(['outgoing', 'list']);
    expect(out).toMatch(/^tickets\.test:8443 +tickets /m);
    expect(out).not.toContain('correct-horse');
    expect(await zonewatch(['outgoing', 'forget', 'tickets'])).toMatchObject({ code: 0 });
    expect(await zonewatch(['outgoing', 'forbid', 'tickets.test:8443'])).toMatchObject({ code: 0 });
    expect(await zonewatch(['outgoing', 'forbid', 'tickets.test:8443'])).toMatchObject({ code: 1 });
  });

  it('makes a token for a gateway that may connect, lists it without its secret, and ends it', async () => {
    const made = await zonewatch(['token', 'create', 'gw-002', '--name', 'rsyslog']);
    expect(made.code, made.err).toBe(0);
    expect(made.out).toMatch(/^zw_ingest_[\w-]{43}$/);
    expect(made.err).not.toContain(made.out);
    const listed = await zonewatch(['token', 'list', 'gw-002']);
    expect(listed.out).toMatch(/^1 +gw-002 +valid .* rsyslog$/m);
    expect(listed.out).not.toContain('zw_ingest_');
    expect(await zonewatch(['token', 'create', 'gw-none'])).toMatchObject({ code: 1 });
    expect(await zonewatch(['token', 'list', 'no such'])).toMatchObject({ code: 2 });
    expect(await zonewatch(['token', 'revoke', '1'])).toMatchObject({ code: 0 });
    expect(await zonewatch(['token', 'revoke', '1'])).toMatchObject({ code: 1 });
    expect((await zonewatch(['token', 'list'])).out).toMatch(/^1 +gw-002 +revoked /m);
  });

  it('imports a plant file, says what changed, and gives it back as it was', async () => {
    const document = writePlantFile(demoPlant({ seed: 1, drives: 8 }));
    await writeFile(join(directory, 'smaller.yaml'), document);
    const { code, out } = await zonewatch(['plant', 'import', 'smaller.yaml']);
    expect(code).toBe(0);
    expect(out).toMatch(/drives: .*8 removed/);
    expect((await zonewatch(['plant', 'import', 'smaller.yaml'])).out).toContain('is what this file says');
    expect(await zonewatch(['plant', 'export', 'back.yaml'])).toMatchObject({ code: 0 });
    expect(await readFile(join(directory, 'back.yaml'), 'utf8')).toBe(document);
  });

  it('imports nothing of a plant file with errors, and names their places', async () => {
    await writeFile(join(directory, 'wrong.yaml'), 'name: Wrong\nsites: 7\n');
    const { code, err } = await zonewatch(['plant', 'import', 'wrong.yaml']);
    expect(code).toBe(1);
    expect(err).toContain('wrong.yaml:2:');
    expect((await zonewatch(['plant', 'export'])).out).toContain('demonstration');
  });
});
