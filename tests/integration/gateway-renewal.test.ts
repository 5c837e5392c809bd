import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Enrolment } from '../../src/lib/server/ingest/identity/enrolment';
import { listCertificates } from '../../src/lib/server/storage/gateway-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { certificateStep, EVERYTHING, gatewayStep } from '../support/gateway-commands';
import {
  enrolGateway,
  letGoAfterEach,
  permit,
  startGatewayLine,
  type GatewayLineBench,
} from '../support/gateway-line';
import { GW_042 } from '../support/ingest-builders';
import { testAuthority, type TestAuthority } from '../support/mqtt-authority';
import { startSimulatedGateway, type RunningGateway } from '../support/simulated-gateway';
import { until } from '../support/until';
import type { Credentials } from '../../src/simulator/gateway';

let ca: TestAuthority;
let test: TestDatabase;
let line: GatewayLineBench;
let sim: RunningGateway;
let first: Credentials;
const later = letGoAfterEach();

beforeAll(async () => (ca = await testAuthority()));
afterAll(() => ca.remove());
beforeEach(async () => {
  test = await testDatabase();
  later(() => test.close());
  first = await enrolGateway(test.db, ca.authority);
  await permit(test.db, EVERYTHING);
  line = await startGatewayLine(test.db, ca.authority);
  later(() => line.stop());
  sim = startSimulatedGateway({ id: GW_042, port: () => line.broker.port, credentials: first });
  later(() => sim.stop());
  await until(
    async () => !(await line.preview(gatewayStep(GW_042, 'restart', undefined))).includes('refused'),
  );
});

const config = (content: object) => line.execute(gatewayStep(GW_042, 'config_update', content));
const act = (word: string) => line.execute(certificateStep(GW_042, word));
const certificates = () => listCertificates(test.db, GW_042);

describe('a certificate is renewed over the live session', () => {
  it('with a new key, from request to the refusal of the old one', async () => {
    expect(await config({ type: 'certificate-request' })).toMatchObject({ kind: 'succeeded' });
    const issued = await until(async () => {
      const outcome = await act('issue');
      return outcome.kind === 'succeeded' && outcome;
    });
    const certificate = issued.outputs?.['__certificate__'];
    expect(certificate).toContain('BEGIN CERTIFICATE');
    expect(await act('revoke-old')).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('still connected with its old certificate'),
    });
    expect(await config({ type: 'certificate', certificate })).toMatchObject({ kind: 'succeeded' });
    const [newest] = await certificates();
    expect(line.identity.presentedBy(GW_042)).toBe(newest?.fingerprint);
    expect(await act('revoke-old')).toMatchObject({
      kind: 'succeeded',
      text: expect.stringContaining('Revoked'),
    });
    expect((await certificates()).map(({ revokedAt }) => revokedAt === null)).toEqual([true, false]);
    // Whoever has the old pair is turned away; the gateway stays.
    const thief = startSimulatedGateway({ id: GW_042, port: () => line.broker.port, credentials: first });
    await until(() => line.refusals.includes('certificate-revoked'));
    expect(thief.gateway.online).toBe(false);
    await thief.stop();
    expect(line.board.linkOf(GW_042)).toBe('live');
  });

  it('and the old one stays in use when the new one does not connect', async () => {
    expect(await config({ type: 'certificate-request' })).toMatchObject({ kind: 'succeeded' });
    // Signed for another key: the pair does not fit.
    const outcome = await config({ type: 'certificate', certificate: first.certificate });
    expect(outcome).toMatchObject({ kind: 'failed', text: expect.stringContaining('the old one is in use') });
    await until(() => line.board.linkOf(GW_042) === 'live');
  });

  it('because one that has run out ends the session, and brings nobody in again', async () => {
    const enrolment = new Enrolment(ca.authority);
    const short = await test.db.transaction((tx) =>
      enrolment.enrol(tx, { name: GW_042, renew: true, validMs: 3_000 }, Date.now()),
    );
    await line.identity.refresh();
    sim.gateway.useCredentials({ certificate: short.certificatePem, key: short.keyPem ?? '' });
    await until(() => line.identity.presentedBy(GW_042) === short.fingerprint);
    await until(() => line.board.linkOf(GW_042) === 'offline');
    expect(Date.now()).toBeGreaterThan(short.notAfter - 1_000);
    await until(() => line.refusals.length > 0);
    expect(sim.gateway.online).toBe(false);
  });

  it('only when the gateway asks for it, and is connected', async () => {
    expect(await act('issue')).toMatchObject({
      kind: 'failed',
      text: 'gw-042 shows no certificate request.',
    });
    sim.gateway.cut();
    await until(() => line.board.linkOf(GW_042) === 'offline');
    expect(await act('issue')).toMatchObject({ kind: 'failed', text: expect.stringContaining('is offline') });
  });
});
