import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DriveId } from '../../src/lib/domain/ids';
import { SECOND_MS } from '../../src/lib/domain/time';
import type { StepWork } from '../../src/lib/server/playbooks/executor';
import { commandId } from '../../src/lib/server/playbooks/gateways/command-desk';
import { insertGatewayCommand, readGatewayCommand } from '../../src/lib/server/storage/gateway-command-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { EVERYTHING, gatewayStep } from '../support/gateway-commands';
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

let ca: TestAuthority;
let test: TestDatabase;
let line: GatewayLineBench;
let sim: RunningGateway;
const later = letGoAfterEach();

beforeAll(async () => (ca = await testAuthority()));
afterAll(() => ca.remove());
beforeEach(async () => {
  test = await testDatabase();
  later(() => test.close());
  const credentials = await enrolGateway(test.db, ca.authority);
  await permit(test.db, EVERYTHING);
  line = await startGatewayLine(test.db, ca.authority);
  later(() => line.stop());
  sim = startSimulatedGateway({ id: GW_042, port: () => line.broker.port, credentials });
  later(() => sim.stop());
  await listens();
});

/** Connected, subscribed, and known to offer what it offers. */
const listens = () =>
  until(async () => {
    const { text } = { text: await line.preview(ask('restart')) };
    return line.board.linkOf(GW_042) === 'live' && !text.includes('refused');
  });
const ask = (
  operation: string,
  content?: object,
  more: Partial<StepWork> & { mode?: 'drill' | 'dry-run' } = {},
) => gatewayStep(GW_042, operation, content, more);
const counts = (operation: string, { idempotencyKey }: StepWork) =>
  sim.gateway.agent.counts.get(`cmd/${operation}/${commandId(idempotencyKey)}`);
const record = ({ idempotencyKey }: StepWork) => readGatewayCommand(test.db, commandId(idempotencyKey));

describe('a step that asks a gateway for something', () => {
  it('is done when the gateway says so, and the command is taken back from its topic', async () => {
    const work = ask('firmware_update', { name: 'rollback', version: 'previous' });
    const outcome = await line.execute(work);
    expect(outcome).toMatchObject({ kind: 'succeeded', outputs: { __command_status__: 'successful' } });
    expect(outcome.text).toMatch(/^gw-042: firmware_update executing, .*successful, \d+ s after/);
    expect(counts('firmware_update', work)).toEqual({ received: 1, begun: 1 });
    expect(sim.gateway.agent.slots.running).toBe('B');
    const { command } = (await record(work))!;
    expect(command).toMatchObject({ outcome: 'successful', gateway: GW_042, operation: 'firmware_update' });
    expect(command.clearedAt).not.toBeNull();
    const channels = () => sim.gateway.agent.announce().map(([channel]) => channel);
    await until(() => !channels().some((channel) => channel.startsWith('cmd/firmware_update/')));
  });

  it.each([
    ['restart', undefined],
    ['log_upload', { type: 'journal', lines: 100 }],
    ['config_update', { type: 'tedge.toml' }],
    ['software_update', { updateList: [{ type: 'apt', modules: [{ name: 'nftables', version: '1.0.6' }] }] }],
  ])('%s runs to its end', async (operation, content) => {
    const work = ask(operation, content);
    expect(await line.execute(work)).toMatchObject({ kind: 'succeeded' });
    expect(counts(operation, work)).toEqual({ received: 1, begun: 1 });
  });

  it('has failed when the gateway says so, with its reason', async () => {
    sim.gateway.agent.mood = 'falls-back';
    const outcome = await line.execute(ask('firmware_update', { version: '2.5.0' }));
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(outcome.text).toContain('Slot B did not start; slot A runs again');
  });

  it('that restarts the gateway in the middle still hears its end', async () => {
    sim.gateway.agent.mood = 'reboots';
    const work = ask('log_upload', { type: 'journal' });
    expect(await line.execute(work)).toMatchObject({ kind: 'succeeded' });
    expect(counts('log_upload', work)).toEqual({ received: 1, begun: 1 });
  });

  it('is over at its deadline when the gateway hangs, and the command is taken back', async () => {
    sim.gateway.agent.mood = 'hangs';
    const work = ask('restart', undefined, { deadline: Date.now() + 700 });
    const outcome = await line.execute(work);
    expect(outcome).toEqual({
      kind: 'unknown',
      text: 'gw-042 did not end restart in time. It had said: executing.',
    });
    expect((await record(work))?.command).toMatchObject({
      outcome: 'timed-out',
      clearedAt: expect.any(Number),
    });
  });

  it('that ends while the gateway is away takes the command back when it is there again', async () => {
    sim.gateway.agent.mood = 'hangs';
    const work = ask('restart', undefined, { deadline: Date.now() + 700 });
    const outcome = line.execute(work);
    await until(() => counts('restart', work));
    await until(async () => (await record(work))?.states.length);
    sim.gateway.cut();
    expect(await outcome).toMatchObject({ kind: 'unknown' });
    expect((await record(work))?.command.clearedAt).toBeNull();
    sim.gateway.open();
    await until(async () => (await record(work))?.command.clearedAt);
    await until(() => !sim.gateway.agent.announce().some(([channel]) => channel.startsWith('cmd/restart/')));
  });

  it('that is given up takes the command back and says that this does not stop it', async () => {
    sim.gateway.agent.mood = 'hangs';
    const giveUp = new AbortController();
    const work = ask('restart', undefined, { signal: giveUp.signal });
    const outcome = line.execute(work);
    await until(() => counts('restart', work));
    giveUp.abort();
    expect(await outcome).toMatchObject({ kind: 'unknown', text: expect.stringContaining('does not stop') });
    expect((await record(work))?.command.clearedAt).not.toBeNull();
  });
});

describe('nothing is sent', () => {
  it('to a gateway that is offline, and nothing waits for it to come back', async () => {
    sim.gateway.cut();
    await until(() => line.board.linkOf(GW_042) === 'offline');
    const work = ask('restart');
    expect(await line.execute(work)).toEqual({
      kind: 'failed',
      text: 'gw-042 is offline. Nothing was sent.',
    });
    sim.gateway.open();
    await listens();
    expect(await line.execute(ask('log_upload', { type: 'journal' }))).toMatchObject({ kind: 'succeeded' });
    expect([counts('restart', work), await record(work)]).toEqual([undefined, undefined]);
  });

  it('that nobody has permitted for the gateway', async () => {
    const work = ask('config_update', { type: 'collectd.conf' });
    const outcome = await line.execute(work);
    expect(outcome.kind).toBe('failed');
    expect(outcome.text).toContain('not permitted to be asked for config_update of collectd.conf');
    expect(sim.gateway.agent.counts.size).toBe(0);
  });

  it('to a device behind a gateway: no command can name one, and no target can be one', async () => {
    const topic = 'te/device/pump-01///cmd/restart/zw-1';
    const payload = Buffer.from('{"status":"init"}');
    expect(line.broker.publishDown(GW_042, topic, payload, { retain: false })).toMatchObject({
      reason: 'not-the-main-device',
    });
    const drive = { id: 't', definition: { type: 'net-address', name: 'p-101' }, gateway: null };
    const work = ask('restart', undefined, { targets: [{ ...drive, drive: 'p-101' as DriveId }] });
    expect(await line.execute(work)).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('gateways alone'),
    });
    expect(sim.gateway.agent.counts.size).toBe(0);
  });

  it('in a dry run, nor to real equipment in a drill', async () => {
    expect(await line.execute(ask('restart', undefined, { mode: 'dry-run' }))).toMatchObject({
      kind: 'failed',
    });
    expect(await line.execute(ask('restart', undefined, { mode: 'drill', simulated: false }))).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('this is real'),
    });
    expect(sim.gateway.agent.counts.size).toBe(0);
  });

  it('that is no operation, or that the gateway does not offer', async () => {
    for (const work of [ask('modbus_SetRegister', {}), ask('restart', { status: 'successful' })]) {
      expect(await line.execute(work)).toMatchObject({ kind: 'failed' });
    }
    const told = await line.execute(ask('log_upload', { type: 'software-management' }));
    expect(told.kind).toBe('succeeded');
    expect(sim.gateway.agent.counts.size).toBe(1);
  });

  it('twice: the same step asked again follows what it was told the first time', async () => {
    const work = ask('restart');
    expect(await line.execute(work)).toMatchObject({ kind: 'succeeded' });
    expect(await line.execute(work)).toMatchObject({ kind: 'succeeded' });
    const [one, two] = await Promise.all([work.idempotencyKey, 'x'].map(() => line.execute({ ...work })));
    expect([one?.kind, two?.kind]).toEqual(['succeeded', 'succeeded']);
    expect(counts('restart', work)).toEqual({ received: 1, begun: 1 });
  });
});

describe('after the server went down in the middle', () => {
  /** The server is away: the gateway works on, and keeps what it has to say. */
  const restart = async () => {
    const { port } = line.broker;
    await line.stop();
    line = await startGatewayLine(test.db, ca.authority, port);
    later(() => line.stop());
  };

  it('the end of a command is read from its state topic, and the command is not sent again', async () => {
    const work = ask('firmware_update', { name: 'rollback', version: 'previous' });
    const lost = line.execute(work);
    await until(() => counts('firmware_update', work));
    await restart();
    expect(await line.probe(work)).toMatchObject({ kind: 'succeeded' });
    expect(counts('firmware_update', work)).toEqual({ received: 1, begun: 1 });
    await lost;
  });

  it('a command that was on record and never left is known not to have arrived once the gateway is back', async () => {
    const work = ask('restart');
    const facts = { id: commandId(work.idempotencyKey), gateway: GW_042, operation: 'restart' as const };
    const times = { askedAt: Date.now(), deadline: Date.now() + 30 * SECOND_MS };
    const rest = { payload: { status: 'init' }, run: work.run.id, runStep: work.runStep };
    await test.db.transaction((tx) => insertGatewayCommand(tx, { ...facts, ...rest, ...times }));
    await restart();
    expect(await line.probe(work)).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('did not arrive'),
    });
    expect(counts('restart', work)).toBeUndefined();
  });

  it('a step of which nothing is on record has sent nothing', async () => {
    expect(await line.probe(ask('restart'))).toMatchObject({
      kind: 'failed',
      text: expect.stringContaining('Nothing was sent'),
    });
  });
});
