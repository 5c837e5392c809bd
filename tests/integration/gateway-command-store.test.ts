import { afterEach, beforeEach, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { runId } from '../../src/lib/domain/ids';
import { insertGatewayCommand, readGatewayCommand } from '../../src/lib/server/storage/gateway-command-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { GW_042 } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';

let test: TestDatabase;
let clock: FakeClock;
let ingest: RunningIngest;
let heard: string[];

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  ingest = await ingestSystem(test.db, { clock });
  heard = [];
  ingest.bus.on(heard, 'gateway.answered', ({ commands }) => heard.push(...commands));
});
afterEach(async () => {
  await ingest.stop();
  await test.close();
});

const ask = (id: string) =>
  test.db.transaction((tx) =>
    insertGatewayCommand(tx, {
      id,
      gateway: GW_042,
      operation: 'restart',
      payload: { status: 'init' },
      run: runId.parse(1),
      runStep: 1,
      askedAt: clock.now(),
      deadline: clock.now() + MINUTE_MS,
    }),
  );
const says = (id: string, body: object | '', entity = 'device/main//') =>
  ingest.send(`te/${entity}/cmd/restart/${id}`, body);
const words = async (id: string) =>
  (await readGatewayCommand(test.db, id))?.states.map(
    ({ number, status, word }) => `${number} ${status} ${word}`,
  );

it('what a gateway says of a command of ours is kept in order, a repetition once', async () => {
  expect(await ask('zw-1')).toBe(true);
  await says('zw-1', { status: 'init' });
  await says('zw-1', { status: 'executing' });
  await says('zw-1', { status: 'executing' });
  await says('zw-1', { status: 'going-down' });
  await says('zw-1', { status: 'failed', reason: 'no power' });
  expect(await words('zw-1')).toEqual([
    '1 init init',
    '2 running executing',
    '3 running going-down',
    '4 failed failed',
  ]);
  expect(heard).toEqual(['zw-1', 'zw-1', 'zw-1', 'zw-1']);
});

it('a command is put on record once: who comes second may not send it', async () => {
  expect([await ask('zw-1'), await ask('zw-1')]).toEqual([true, false]);
});

it('that the command was taken back is no state of it', async () => {
  await ask('zw-1');
  await says('zw-1', { status: 'successful' });
  await says('zw-1', '');
  expect(await words('zw-1')).toEqual(['1 successful successful']);
});

it('what is said of commands that are not ours, or by a device behind the gateway, is not taken for an answer', async () => {
  await ask('zw-1');
  await says('another', { status: 'successful' });
  await says('zw-1', { status: 'successful' }, 'device/pump-01//');
  expect([await words('zw-1'), heard]).toEqual([[], []]);
});
