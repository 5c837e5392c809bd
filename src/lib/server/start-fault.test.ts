import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { DomainError } from '../domain/errors';
import { temporaryDirectory } from '../../../tests/support/temporary-directory';
import { readSettings, type Settings } from './settings';
import { startFault } from './start-fault';

const directory = temporaryDirectory('start-fault');
afterAll(() => directory.remove());
const file = join(directory.path, 'file.pem');
writeFileSync(file, 'nothing of use');

const settings = (change: Partial<Settings> = {}): Settings => ({
  ...readSettings({}, directory.path),
  ...change,
});

async function told(fail: () => unknown, given: Settings): Promise<string> {
  try {
    await fail();
  } catch (error) {
    const fault = startFault(error, given);
    return fault instanceof DomainError ? fault.message : 'not understood';
  }
  return 'no failure';
}

describe('a start that fails', () => {
  it('names the data directory that cannot be made', async () => {
    const dataDirectory = join(file, 'data');
    expect(await told(() => mkdirSync(dataDirectory), settings({ dataDirectory }))).toMatch(
      /^ZONEWATCH_DATA: .* cannot be used \(ENOTDIR\)\. Name a directory that this account may write to\.$/,
    );
  });

  it('names the data directory before what lies in it by default', async () => {
    const given = settings({ dataDirectory: file, keysDirectory: join(file, 'keys') });
    expect(await told(() => readdirSync(file), given)).toMatch(/^ZONEWATCH_DATA: /);
    expect(await told(() => readdirSync(join(file, 'keys')), given)).toMatch(/^ZONEWATCH_KEYS: /);
  });

  it('names the certificate that is none', async () => {
    const tls = { certificate: file, key: file };
    const words = await told(() => createServer({ cert: 'nothing', key: 'nothing' }), settings({ tls }));
    expect(words).toContain('TLS_CERT and TLS_KEY cannot be used');
  });

  it('names the database that does not answer, and never its password', async () => {
    const databaseUrl = 'postgres://zonewatch:hush-hush@127.0.0.1:1/plant';
    const words = await told(() => new pg.Client(databaseUrl).connect(), settings({ databaseUrl }));
    expect(words).toBe(
      'DATABASE_URL: no database answers at 127.0.0.1:1 (ECONNREFUSED). Start it, or name another.',
    );
  });

  it('names the database that does not let us in', async () => {
    const databaseUrl = 'postgres://zonewatch:hush-hush@db.example/plant';
    const refused = Object.assign(new Error('password authentication failed'), { code: '28P01' });
    const words = await told(() => Promise.reject(refused), settings({ databaseUrl }));
    expect(words).toContain('db.example:5432 does not let us into plant');
    expect(words).not.toContain('hush-hush');
  });

  it('leaves alone what has words already, or is a fault of our own', () => {
    const refused = new DomainError('conflict', 'Another one runs.');
    const bug = new TypeError('x is not a function');
    expect(startFault(refused, settings())).toBe(refused);
    expect(startFault(bug, settings())).toBe(bug);
  });
});
