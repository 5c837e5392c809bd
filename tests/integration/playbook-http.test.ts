import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cliActor } from '../../src/lib/domain/access/roles';
import type { AgentTarget, Command } from '../../src/lib/domain/playbooks/cacao/model';
import { NO_REQUEST } from '../../src/lib/server/access/command';
import { perform } from '../../src/lib/server/access/perform';
import { createLogger } from '../../src/lib/server/log';
import { allowHost, forbidHost, forgetSecret, keepSecret } from '../../src/lib/server/outgoing/commands';
import type { StepOutcome, StepWork } from '../../src/lib/server/playbooks/executor';
import { httpApiExecutor, type HttpParts } from '../../src/lib/server/playbooks/executors/http-api';
import { deleteHost, listHosts, readToldAddresses } from '../../src/lib/server/storage/outgoing-store';
import { upsertStates } from '../../src/lib/server/storage/entity-state-store';
import { gatewayId, type EntityTopicId } from '../../src/lib/domain/ids';
import { accessBench, type AccessBench } from '../support/access';
import { testAuthority, type TestAuthority } from '../support/mqtt-authority';
import { stepWork } from '../support/step-work';
import { temporaryDirectory } from '../support/temporary-directory';
import { tlsReceiver, type TlsReceiver } from '../support/tls-receiver';

const NAME = 'tickets.test';
const SECRET = 'correct-horse-battery';

let bench: AccessBench;
let authority: TestAuthority;
let stranger: TestAuthority;
let server: TlsReceiver;
let host: string;
let lookups: string[];
/** What names lead to, one answer after the other; the last one stays. */
let leadsTo: string[];
const keys = temporaryDirectory('outgoing');
const shell = cliActor('tester');

beforeAll(async () => {
  [bench, authority, stranger] = await Promise.all([accessBench(), testAuthority(NAME), testAuthority(NAME)]);
  server = await tlsReceiver(await authority.authority.brokerCertificate(Date.now()));
  host = `${NAME}:${server.port}`;
});
afterAll(async () => {
  await server.close();
  await bench.test.close();
  authority.remove();
  stranger.remove();
  keys.remove();
});
beforeEach(async () => {
  lookups = [];
  leadsTo = ['127.0.0.1'];
  server.received.length = 0;
  server.answers.length = 0;
  await perform(bench.host, shell, allowHost, { host, note: 'tickets' }, NO_REQUEST);
});
afterEach(() => bench.test.db.transaction((tx) => deleteHost(tx, host)));

function parts(given: Partial<HttpParts> = {}): HttpParts {
  return {
    database: bench.test.db,
    clock: bench.clock,
    log: createLogger('silent'),
    keysDirectory: keys.path,
    plantAddresses: async () => new Set(),
    authorities: authority.authority.caPem,
    trial: {
      allowsOwnMachine: true,
      resolve: async (name) => {
        lookups.push(name);
        return (leadsTo.length > 1 ? leadsTo.shift() : leadsTo[0]) ?? '';
      },
    },
    ...given,
  };
}

const target = (definition: Partial<AgentTarget> = {}) => ({
  id: 'http-api--1',
  definition: {
    type: 'http-api',
    name: 'tickets',
    address: { dname: [NAME] },
    port: String(server.port),
    ...definition,
  },
  gateway: null,
  drive: null,
});

function send(
  command: Partial<Command> = {},
  {
    work = {},
    given = {},
    to = {},
  }: { work?: Partial<StepWork>; given?: Partial<HttpParts>; to?: Partial<AgentTarget> } = {},
): Promise<StepOutcome> {
  const { run: _, ...rest } = work;
  return httpApiExecutor(parts(given)).execute(
    stepWork(
      { type: 'http-api', command: 'POST /api/tickets HTTP/1.1', content: '{"title":"x"}', ...command },
      {
        effect: 'reversible',
        targets: [target(to)],
        deadline: bench.clock.now() + 20_000,
        ...rest,
      },
    ),
  );
}

describe('a request of a playbook', () => {
  it('goes to a listed host over TLS as it was written, with the key of the attempt', async () => {
    server.answers.push((r) => void r.writeHead(201).end('{"id":17,"url":"https://x/17","more":{}}'));
    const outcome = await send({ headers: { 'X-Plant': ['a', 'b'] } });
    expect(outcome).toEqual({
      kind: 'succeeded',
      text: `${host} answered 201.`,
      outputs: {
        __status__: '201',
        __body__: '{"id":17,"url":"https://x/17","more":{}}',
        __id__: '17',
        __url__: 'https://x/17',
      },
    });
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        target: '/api/tickets',
        text: '{"title":"x"}',
        headers: { host, 'x-plant': 'a, b', 'idempotency-key': 'run-7-step-1' },
      },
    ]);
  });

  it('goes nowhere else: not to hosts that are not listed, nor once they are taken off the list', async () => {
    expect(await send({}, { to: { port: '444' } })).toMatchObject({
      kind: 'failed',
      text: `Nothing was sent: ${NAME}:444 is not on the list of hosts that steps may call.`,
    });
    await perform(bench.host, shell, forbidHost, { host }, NO_REQUEST);
    expect((await send()).text).toContain('is not on the list');
    expect([lookups, server.received]).toEqual([[], []]);
  });

  it.each(['127.0.0.1', '169.254.169.254', '::1', '0.0.0.0', '::ffff:127.0.0.1', '10.9.9.9'])(
    'does not go to %s, whatever name leads there',
    async (address) => {
      leadsTo = [address];
      const given = {
        trial: { resolve: async () => address },
        plantAddresses: async () => new Set(['10.9.9.9']),
      };
      expect(await send({}, { given })).toMatchObject({ kind: 'failed' });
      expect(server.received).toEqual([]);
    },
  );

  it('goes to the address that the name had when it was looked at, and asks once', async () => {
    const other = await tlsReceiver(await authority.authority.brokerCertificate(Date.now()), {
      host: '127.0.0.2',
      port: server.port,
    });
    leadsTo = ['127.0.0.1', '127.0.0.2'];
    expect(await send()).toMatchObject({ kind: 'succeeded' });
    expect([lookups.length, server.received.length, other.received.length]).toEqual([1, 1, 0]);
    await other.close();
  });

  it('is not sent to whoever cannot prove who it is', async () => {
    for (const given of [{ authorities: stranger.authority.caPem }, { authorities: undefined }]) {
      const outcome = await send({}, { given });
      expect(outcome.kind).toBe('failed');
      expect(outcome.text).toContain('could not be reached (');
    }
    // The right authority, but a certificate for another name.
    const elsewhere = 'elsewhere.test';
    await bench.test.db.transaction((tx) => deleteHost(tx, host));
    await perform(
      bench.host,
      shell,
      allowHost,
      { host: `${elsewhere}:${server.port}`, note: 'x' },
      NO_REQUEST,
    );
    expect(await send({}, { to: { address: { dname: [elsewhere] } } })).toMatchObject({
      kind: 'failed',
      text: `${elsewhere}:${server.port}: could not be reached (ERR_TLS_CERT_ALTNAME_INVALID).`,
    });
    await bench.test.db.transaction((tx) => deleteHost(tx, `${elsewhere}:${server.port}`));
    expect(server.received).toEqual([]);
  });

  it('follows no redirect', async () => {
    server.answers.push((r) => void r.writeHead(307, { location: `https://${host}/elsewhere` }).end());
    expect(await send()).toMatchObject({
      kind: 'failed',
      text: `${host} redirects (307), which is not followed.`,
    });
    expect(server.received).toHaveLength(1);
  });

  it('is unknown when no answer came in time and it changes something, else late', async () => {
    const work = { deadline: bench.clock.now() + 300 };
    server.answers.push(
      () => undefined,
      () => undefined,
    );
    expect(await send({}, { work })).toMatchObject({ kind: 'unknown' });
    expect(await send({}, { work: { ...work, effect: 'read-only' } })).toMatchObject({ kind: 'timed-out' });
    expect(await send({}, { work: { deadline: bench.clock.now() } })).toMatchObject({ kind: 'timed-out' });
  });

  it('is unknown when the connection breaks off behind the request, or a server in between gave up', async () => {
    server.answers.push(
      (r) => void r.destroy(),
      (r) => void r.writeHead(504).end(),
    );
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect(await send()).toMatchObject({
      kind: 'unknown',
      text: `${host} answered 504: whether it was done is not known.`,
    });
    server.answers.push((r) => void r.writeHead(422).end('{"error":"no"}'));
    expect(await send()).toMatchObject({ kind: 'failed', outputs: { __error__: 'no' } });
  });

  it('reads a long or slow answer so far and no further', async () => {
    server.answers.push((r) => {
      r.writeHead(200);
      const pour = (): void => {
        while (r.write('x'.repeat(65_536)));
        r.once('drain', pour);
      };
      r.on('error', () => undefined);
      pour();
    });
    const huge = await send();
    expect(huge).toMatchObject({
      kind: 'succeeded',
      text: `${host} answered 200. The rest of its answer was not read.`,
    });
    expect(huge.outputs?.['__body__']).toHaveLength(4_000);
    server.answers.push((r) => void r.writeHead(200).write('{'));
    const slow = await send({}, { work: { deadline: bench.clock.now() + 300 } });
    expect(slow).toMatchObject({
      kind: 'succeeded',
      text: `${host} answered 200. The rest of its answer was not read.`,
    });
  });

  it.each<[string, Partial<Command>]>([
    ['a second line', { command: 'GET / HTTP/1.1\r\nX: y' }],
    ['a method of its own', { command: 'CONNECT / HTTP/1.1' }],
    ['a whole address', { command: 'GET https://evil.test/ HTTP/1.1' }],
    ['another host in its path', { command: 'GET //evil.test/ HTTP/1.1' }],
    ['a way up', { command: 'GET /a/../../b HTTP/1.1' }],
    ['an open variable', { command: 'GET /__id__:value HTTP/1.1' }],
    ['a header with a line break', { headers: { 'X-A': ['b\r\nX-C: d'] } }],
    ['a name with a line break', { headers: { 'X-A\r\nX-C': ['d'] } }],
    ['a host of its own', { headers: { Host: ['evil.test'] } }],
    ['a secret of its own', { headers: { Authorization: ['Bearer abc'] } }],
    ['a length of its own', { headers: { 'Transfer-Encoding': ['chunked'] } }],
    ['two contents', { content_b64: 'eA==' }],
  ])('is refused with %s', async (_, command) => {
    expect(await send(command)).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('Nothing was sent'),
    });
    expect(server.received).toEqual([]);
  });
});

describe('a secret', () => {
  const id = 'oauth2--1';
  const work = {
    authentications: {
      [id]: {
        type: 'oauth2',
        oauth_header: 'Authorization: Bearer',
        token: 'ignored',
        kms: true,
        kms_key_identifier: 'tickets',
      },
    },
  };
  const to = { authentication_info: id };
  const keep = (input: object) => perform(bench.host, shell, keepSecret(keys.path), input, NO_REQUEST);

  it('goes by its name, to its host alone, and comes back by no variable', async () => {
    await keep({ name: 'tickets', host, value: SECRET });
    server.answers.push((r) => void r.writeHead(200).end(`{"echo":"${SECRET}"}`));
    const outcome = await send({}, { work, to });
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
    expect(outcome.outputs?.['__echo__']).toBe('[secret]');

    const other = `other.test:${server.port}`;
    await perform(bench.host, shell, allowHost, { host: other, note: 'x' }, NO_REQUEST);
    expect(await send({}, { work, to: { ...to, address: { dname: ['other.test'] } } })).toMatchObject({
      kind: 'failed',
      text: `Nothing was sent: no secret tickets is kept for ${other}.`,
    });
    await bench.test.db.transaction((tx) => deleteHost(tx, other));
  });

  it('stands in a file of its own for its owner alone, and in no entry of the audit log', async () => {
    await keep({ name: 'tickets', host, value: SECRET });
    const file = join(keys.path, 'secrets', 'tickets');
    expect(readFileSync(file, 'utf8').trim()).toBe(SECRET);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { rows } = await bench.test.db.client.query<{ body: Buffer }>(
      `select body from audit_entry where action like 'outgoing.%'`,
    );
    const written = rows.map(({ body }) => body.toString()).join('\n');
    expect(written).toContain('outgoing.keep-secret');
    expect(written).not.toContain(SECRET);
    await perform(bench.host, shell, forgetSecret(keys.path), { name: 'tickets' }, NO_REQUEST);
    expect(() => statSync(file)).toThrow();
    expect((await send({}, { work, to })).text).toContain('no secret tickets is kept');
  });

  it('does not stand in the playbook', async () => {
    const bad = {
      authentications: { [id]: { type: 'oauth2', oauth_header: 'Authorization', token: 'abc' } },
    };
    expect((await send({}, { work: bad, to })).text).toContain('by reference alone');
    const odd = {
      authentications: { [id]: { ...work.authentications[id], kms_key_identifier: '../../etc/passwd' } },
    };
    expect((await send({}, { work: odd, to })).text).toContain('by reference alone');
  });

  it('is only kept for a host that is listed', async () => {
    await expect(keep({ name: 'tickets', host: 'nowhere.test', value: SECRET })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(keep({ name: '../x', host, value: SECRET })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('the list of hosts', () => {
  it('is changed by administrators, and every change is in the audit log', async () => {
    await bench.person('root', 'administrator@plant');
    await bench.person('rita', 'responder@plant');
    const actorOf = async (name: string) => (await (await bench.enter(name)).now()).actor;
    const input = { host: 'chat.test', note: 'chat of the shift' };
    await expect(
      perform(bench.host, await actorOf('rita'), allowHost, input, NO_REQUEST),
    ).rejects.toMatchObject({
      code: 'access.denied',
    });
    await perform(bench.host, await actorOf('root'), allowHost, input, NO_REQUEST);
    expect((await bench.test.db.read(listHosts)).map((row) => [row.host, row.addedBy])).toContainEqual([
      'chat.test',
      'root',
    ]);
    const { rows } = await bench.test.db.client.query(
      `select 1 from audit_entry where action = 'outgoing.allow-host' and object_id = 'chat.test'`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each(['https://a.test', 'a.test/x', 'user@a.test', 'a.test:443', 'a test', '', '*.test', 'a.test?x'])(
    'holds hosts and nothing else: %s',
    async (bad) => {
      await expect(
        perform(bench.host, shell, allowHost, { host: bad, note: 'x' }, NO_REQUEST),
      ).rejects.toMatchObject({ code: 'input.invalid' });
    },
  );
});

it('every address that equipment tells of itself counts as one of the plant', async () => {
  await bench.test.db.transaction((tx) =>
    upsertStates(tx, [
      {
        gateway: gatewayId.parse('gw-a'),
        topicId: 'device/p1//' as EntityTopicId,
        channel: 'twin',
        name: 'c8y_ModbusDevice',
        status: '',
        body: { address: '192.0.2.17', nested: { ip: '2001:db8::7', name: 'p1', at: '12:30' } },
        sourceTime: undefined,
        receivedAt: bench.clock.now(),
      },
    ]),
  );
  const told = await bench.test.db.read(readToldAddresses);
  expect(told).toEqual(expect.arrayContaining(['192.0.2.17', '2001:db8::7']));
});
