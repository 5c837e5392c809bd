import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { webcrypto, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/lib/domain/time';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { Enrolment, type EnrolmentRequest } from '../../src/lib/server/ingest/identity/enrolment';
import { GatewayIdentity } from '../../src/lib/server/ingest/identity/gateway-identity';
import { RefusalJournal } from '../../src/lib/server/ingest/refusal-journal';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import type { Tx } from '../../src/lib/server/storage/database';
import { listCertificates } from '../../src/lib/server/storage/gateway-store';
import { listRefusals } from '../../src/lib/server/storage/refusal-store';
import { gatewayId } from '../../src/lib/domain/ids';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { asCredentials, testAuthority, type TestAuthority } from '../support/mqtt-authority';
import { HeldSink, LinkRecorder } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { until } from '../support/until';

x509.cryptoProvider.set(webcrypto as Crypto);
const silent = createLogger('silent');
const gw1 = gatewayId.parse('gw-1');

let ca: TestAuthority;
let plantPki: TestAuthority;
let database: TestDatabase;
let enrolment: Enrolment;
let plantAuthorityFile: string;

beforeAll(async () => {
  ca = await testAuthority();
  plantPki = await testAuthority();
  enrolment = new Enrolment(ca.authority);
  plantAuthorityFile = join(plantPki.directory, 'plant-ca.pem');
  writeFileSync(plantAuthorityFile, plantPki.authority.caPem);
});
afterAll(() => {
  ca.remove();
  plantPki.remove();
});
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

const enrol = (request: EnrolmentRequest, now = Date.now()) =>
  database.db.transaction((tx) => enrolment.enrol(tx, request, now));
const revoke = (name: string) => database.db.transaction((tx) => enrolment.revoke(tx, name, Date.now()));

async function enrolled(request: EnrolmentRequest) {
  const { gateway, certificatePem, keyPem, caPem } = await enrol(request);
  return asCredentials(gateway, { certificatePem, keyPem: keyPem! }, caPem);
}

function newIdentity(bus = new Bus(), clock = systemClock): GatewayIdentity {
  return new GatewayIdentity({
    authority: ca.authority,
    db: database.db,
    bus,
    clock,
    log: silent,
    plantAuthorityFile,
  });
}

/** Broker, identity and refusals as the program runs them. */
async function startAll(bus = new Bus()) {
  const identity = newIdentity(bus);
  await identity.refresh();
  const links = new LinkRecorder();
  const sink = new HeldSink();
  const journal = new RefusalJournal(database.db, createMetrics(), systemClock, silent);
  links.refused = (refusal) => {
    links.refusals.push(refusal);
    journal.add(refusal);
  };
  const broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    identity,
    ingest: sink,
    links,
    clock: systemClock,
    log: silent,
    limits: { stopWithinMs: 100 },
  });
  const abort = new AbortController();
  const running = [identity, broker, journal].map((service) => service.run(abort.signal));
  await broker.ready();
  const stop = async () => {
    abort.abort();
    await Promise.all(running);
  };
  return { broker, links, sink, port: broker.port, [Symbol.asyncDispose]: stop };
}

/** A certificate request as a gateway makes it, its key never leaving it. */
async function makeRequest(
  name: string,
  algorithm: EcKeyGenParams | RsaHashedKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' },
) {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
    extensions: [new x509.BasicConstraintsExtension(true, 3, true)],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { request, csr: request.toString('pem'), keyPem: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}

const rsa = (modulusLength: number): RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength,
});

describe('enrolment', () => {
  it('gives a certificate for one year whose common name is the gateway, good for a client and nothing else', async () => {
    const now = Date.now();
    const { certificatePem, keyPem, notAfter } = await enrol({ name: 'gw-1' }, now);
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.subject).toBe('CN=gw-1');
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(keyPem).toContain('PRIVATE KEY');
    expect(Math.round((notAfter - now) / DAY_MS)).toBe(365);
  });

  it('signs the key of a request and takes nothing else from it', async () => {
    const { csr, keyPem } = await makeRequest('gw-1');
    const made = await enrol({ name: 'gw-1', csr });
    expect(made.keyPem).toBeUndefined();
    expect(new X509Certificate(made.certificatePem).ca).toBe(false);
    await using all = await startAll();
    const credentials = asCredentials('gw-1', { certificatePem: made.certificatePem, keyPem }, made.caPem);
    const client = await connectGateway(all.port, credentials);
    client.end(true);
  });

  it('takes an RSA key of 2048 bits, as TPMs hold it, and none that is shorter', async () => {
    await enrol({ name: 'gw-1', csr: (await makeRequest('gw-1', rsa(2048))).csr });
    await expect(enrol({ name: 'gw-2', csr: (await makeRequest('gw-2', rsa(1024))).csr })).rejects.toThrow(
      '2048',
    );
  });

  it('refuses a request that names somebody else, is not signed by its key, or is none', async () => {
    const { csr, request } = await makeRequest('gw-2');
    await expect(enrol({ name: 'gw-1', csr })).rejects.toMatchObject({ code: 'gateway.csr-invalid' });
    const bytes = Buffer.from(request.rawData);
    bytes[bytes.length - 5]! ^= 1;
    const forged = x509.PemConverter.encode(bytes, 'CERTIFICATE REQUEST');
    await expect(enrol({ name: 'gw-2', csr: forged })).rejects.toThrow('signature');
    for (const text of [
      '',
      'x',
      '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
      'x'.repeat(20_000),
    ]) {
      await expect(enrol({ name: 'gw-2', csr: text })).rejects.toMatchObject({ code: 'gateway.csr-invalid' });
    }
  });

  it.each(['', 'a/b', 'a+', '#', 'a b', '-a', 'a\u0000', 'ä', 'x'.repeat(65)])(
    'refuses the name %j',
    async (name) => {
      await expect(enrol({ name })).rejects.toMatchObject({ code: 'input.invalid' });
    },
  );

  it('is not given twice; a renewal keeps the old certificate valid until it ends', async () => {
    const old = await enrolled({ name: 'gw-1' });
    await expect(enrol({ name: 'gw-1' })).rejects.toMatchObject({ code: 'gateway.exists' });
    const fresh = await enrolled({ name: 'gw-1', renew: true });
    await using all = await startAll();
    for (const credentials of [old, fresh]) (await connectGateway(all.port, credentials)).end(true);
    await expect(enrol({ name: 'gw-9', renew: true })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of one name by two people at once succeeds once', async () => {
    const results = await Promise.allSettled([enrol({ name: 'gw-1' }), enrol({ name: 'gw-1' })]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('leaves nothing behind when its transaction fails', async () => {
    const failed = database.db.transaction(async (tx) => {
      await enrolment.enrol(tx, { name: 'gw-1' }, Date.now());
      throw new Error('the audit entry could not be written');
    });
    await expect(failed).rejects.toThrow('audit entry');
    expect(await listCertificates(database.db, gw1)).toEqual([]);
    await enrol({ name: 'gw-1' });
  });
});

describe('a gateway', () => {
  it('comes in with the certificate it was given, also one given while the broker runs', async () => {
    const bus = new Bus();
    const told: string[] = [];
    bus.on(told, 'gateway.enrolled', ({ gateway }) => told.push(gateway));
    await using all = await startAll(bus);
    const credentials = await enrolled({ name: 'gw-1' });
    await until(() => told.length === 1);
    const client = await connectGateway(all.port, credentials);
    await publishUp(client, 't', 'x');
    client.end(true);
    const seen = await until(async () => (await listCertificates(database.db, gw1))[0]?.lastSeenAt);
    expect(Math.abs(Date.now() - seen)).toBeLessThan(60_000);
  });

  it('is out within a second when another process revokes it, and stays out', async () => {
    const credentials = await enrolled({ name: 'gw-1' });
    const bus = new Bus();
    const told: string[] = [];
    bus.on(told, 'gateway.revoked', ({ gateway }) => told.push(gateway));
    await using all = await startAll(bus);
    const client = await connectGateway(all.port, credentials);
    let closed = false;
    client.on('close', () => (closed = true));
    await revoke('gw-1');
    await until(() => closed, 1_000);
    expect(told).toEqual(['gw-1']);
    await expect(connectGateway(all.port, credentials)).rejects.toThrow(/[Nn]ot authorized/);
    await until(async () => (await listRefusals(database.db, 10)).length > 0);
    expect(await listRefusals(database.db, 10)).toMatchObject([
      { kind: 'gateway-revoked', subject: 'gw-1', count: 1, lastAddress: '127.0.0.1' },
    ]);
  });

  it('that was revoked comes back with a new certificate only', async () => {
    const old = await enrolled({ name: 'gw-1' });
    await revoke('gw-1');
    const fresh = await enrolled({ name: 'gw-1' });
    await using all = await startAll();
    await expect(connectGateway(all.port, old)).rejects.toThrow(/[Nn]ot authorized/);
    expect(all.links.refusals.at(-1)).toMatchObject({ kind: 'certificate-revoked', subject: 'gw-1' });
    (await connectGateway(all.port, fresh)).end(true);
  });

  it('with a certificate of ours that is on no record is not believed', async () => {
    await enrol({ name: 'gw-1' });
    const unrecorded = await ca.issue('gw-1');
    await using all = await startAll();
    await expect(connectGateway(all.port, unrecorded)).rejects.toThrow(/[Nn]ot authorized/);
    expect(all.links.refusals).toMatchObject([
      { kind: 'unregistered', detail: 'its certificate is not on record' },
    ]);
  });

  it('may hold a certificate of the plant’s own authority, which is on record from then on', async () => {
    await database.db.transaction((tx) =>
      tx.client.query(`insert into gateway (id, name) values ('gw-1', 'gw-1')`),
    );
    const theirs = { ...(await plantPki.issue('gw-1')), caPem: ca.authority.caPem };
    await using all = await startAll();
    const client = await connectGateway(all.port, theirs);
    const [row] = await until(async () => {
      const rows = await listCertificates(database.db, gw1);
      return rows.length > 0 && rows;
    });
    expect(row).toMatchObject({ gateway: 'gw-1', issuer: 'CN=Zonewatch gateway authority', revokedAt: null });
    client.end(true);
  });

  it('of the plant’s own authority that nobody registered is refused and counted, not made up', async () => {
    const theirs = { ...(await plantPki.issue('gw-7')), caPem: ca.authority.caPem };
    await using all = await startAll();
    for (let i = 0; i < 3; i += 1) {
      await expect(connectGateway(all.port, theirs)).rejects.toThrow(/[Nn]ot authorized/);
    }
    await until(async () => (await listRefusals(database.db, 10))[0]?.count === 3);
    expect(await listRefusals(database.db, 10)).toMatchObject([{ kind: 'unregistered', subject: 'gw-7' }]);
    const { rows } = await database.db.client.query('select id from gateway');
    expect(rows).toEqual([]);
  });

  it('cannot take the broker’s own certificate for its own', async () => {
    const pair = await ca.authority.brokerCertificate(Date.now());
    await using all = await startAll();
    await expect(
      connectGateway(all.port, asCredentials('localhost', pair, ca.authority.caPem)),
    ).rejects.toThrow();
    expect(all.links.links).toEqual([]);
    await until(() => all.links.refusals.length > 0);
    expect(all.links.refusals).toMatchObject([{ kind: 'unknown-authority' }]);
  });
});

it('identities are known while the database is away', async () => {
  const credentials = await enrolled({ name: 'gw-1' });
  const clock = new FakeClock(Date.now());
  let away = false;
  const db = {
    read: <T>(fn: (tx: Tx) => Promise<T>) =>
      away ? Promise.reject(new Error('away')) : database.db.read(fn),
    transaction: () => Promise.reject(new Error('away')),
  };
  const identity = new GatewayIdentity({ authority: ca.authority, db, bus: new Bus(), clock, log: silent });
  const abort = new AbortController();
  await identity.refresh();
  away = true;
  const running = identity.run(abort.signal);
  await clock.advance(5_000);
  const certificate = new X509Certificate(credentials.certificatePem);
  expect(identity.check(certificate, clock.now())).toMatchObject({ accepted: true, gateway: 'gw-1' });
  expect(identity.check(certificate, clock.now() + 400 * DAY_MS)).toMatchObject({
    kind: 'certificate-expired',
  });
  abort.abort();
  await running;
});

it('a plant authority file that holds a leaf is refused, in words', async () => {
  const file = join(ca.directory, 'leaf.pem');
  writeFileSync(file, (await plantPki.issue('gw-1')).certificatePem);
  const identity = new GatewayIdentity({
    authority: ca.authority,
    db: database.db,
    bus: new Bus(),
    clock: systemClock,
    log: silent,
    plantAuthorityFile: file,
  });
  await expect(identity.tlsMaterial(Date.now())).rejects.toThrow(/not an authority/);
});

it('the broker renews its certificate while gateways stay connected', async () => {
  const credentials = await enrolled({ name: 'gw-1', validDays: 3_650 });
  const clock = new FakeClock(Date.now());
  const identity = newIdentity(new Bus(), clock);
  await identity.refresh();
  const links = new LinkRecorder();
  const sink = new HeldSink();
  const broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    identity,
    ingest: sink,
    links,
    clock,
    log: silent,
  });
  const abort = new AbortController();
  const running = broker.run(abort.signal);
  await broker.ready();
  const client = await connectGateway(broker.port, credentials, { keepalive: 0 });
  const before = await brokerSerial(broker.port, credentials);
  clock.jump(clock.now() + 61 * DAY_MS);
  await until(async () => {
    await clock.advance(1_000);
    return (await brokerSerial(broker.port, credentials)) !== before;
  });
  await publishUp(client, 't', 'still here');
  expect(sink.texts).toEqual(['t still here']);
  expect(links.links).toEqual(['gw-1 connected']);
  client.end(true);
  abort.abort();
  await until(async () => {
    await clock.advance(100);
    return broker.state().state === 'stopped';
  });
  await running;
});

/** Serial of what the broker presents; its dates are the test clock's and so not those of this machine. */
function brokerSerial(port: number, credentials: { caPem: string }): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, ca: credentials.caPem, rejectUnauthorized: false };
    const socket = connect(options, () => {
      resolve(socket.getPeerX509Certificate()?.serialNumber);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
