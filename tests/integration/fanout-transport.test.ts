import { afterAll, beforeAll, expect, it } from 'vitest';
import { socketTransport } from '../../src/lib/live/transport';
import { driveId, type DriveKey } from '../../src/lib/domain/ids';
import type { Drive } from '../../src/lib/domain/plant/model';
import { ENTRY_BYTES, bodyStart } from '../../src/lib/protocol/frame-layout';
import type { Ack } from '../../src/lib/protocol/up';
import { LIVE_PLANT, liveBench, type LiveBench } from '../support/live-bench';
import { until } from '../support/until';

let bench: LiveBench;
beforeAll(async () => void (bench = await liveBench()));
afterAll(() => bench.close());

/** The browser's transport, and what it told. */
function observed(headers: Record<string, string>) {
  const transport = socketTransport(bench.url, { origin: bench.url, ...headers });
  const log: string[] = [];
  const note = (name: string) => () => void log.push(name);
  transport.listen(
    { opened: note('opened'), closed: note('closed'), refused: (code) => void log.push(`refused ${code}`) },
    {
      hello: note('hello'),
      heartbeat: () => undefined,
      layout: ({ drives }) => void log.push(`layout of ${drives.length}`),
      frame: (bytes) => void log.push(`frame ${bytes.byteLength}`),
      summary: () => undefined,
      gateways: () => undefined,
      durable: note('durable'),
      snapshot: note('snapshot'),
      audit: () => undefined,
      presence: () => undefined,
      ended: ({ reason }) => void log.push(`ended ${reason}`),
    },
  );
  return { transport, log };
}

const manyDrives = (count: number): Drive[] =>
  Array.from({ length: count }, (_, i) => ({
    ...LIVE_PLANT.drives[0]!,
    id: driveId.parse(`many-${i}`),
    key: (100 + i) as DriveKey,
  }));

it('connects, is closed by the server, and connects again when told to', async () => {
  const { cookie, sessionId } = await bench.signIn('person', 'operator@plant');
  const { transport, log } = observed({ cookie });
  transport.open();
  await until(() => log.includes('hello'));
  expect(log).toEqual(['opened', 'hello']);
  const acks: Ack[] = [];
  transport.send('watch', { views: [{ type: 'fleet' }] }, (answer) => void acks.push(answer));
  await until(() => acks.length > 0 && log.some((line) => line.startsWith('frame')));
  expect(acks).toEqual([{ ok: true }]);
  expect(log.slice(2, 4)).toEqual(['layout of 6', 'frame 88']);

  bench.bus.emit('access.changed', { person: 'person' as never });
  await until(() => log.at(-1) === 'closed');
  expect(log.at(-2)).toBe('ended access-changed');
  transport.open();
  await until(() => log.at(-1) === 'hello');

  transport.close();
  transport.open();
  await until(() => log.filter((line) => line === 'hello').length === 3);
  expect(log.filter((line) => line === 'closed')).toHaveLength(1);
  await until(() => bench.server.sockets() === 1);

  await bench.db.client.query('delete from session where id = $1', [sessionId]);
  await until(() => log.at(-1) === 'closed');
  transport.open();
  await until(() => log.at(-1) === 'refused access.sign-in-needed');
});

it('gets views of any size whole', async () => {
  const { cookie } = await bench.signIn('fleet', 'operator@plant');
  const { transport, log } = observed({ cookie });
  transport.open();
  await until(() => log.includes('hello'));
  transport.send('watch', { views: [{ type: 'fleet' }] }, () => undefined);
  // Headers of messages have three lengths: up to 125 bytes, up to 65,535, and beyond.
  for (const drives of [1, 10, 10_000]) {
    bench.setPlant({ ...LIVE_PLANT, drives: manyDrives(drives) });
    const frame = `frame ${bodyStart('fleet') + drives * ENTRY_BYTES.fleet}`;
    await until(() => log.includes(frame), 5_000, frame);
    expect(log.slice(0, log.indexOf(frame) + 1).at(-2)).toBe(`layout of ${drives}`);
  }
  bench.setPlant(LIVE_PLANT);
  transport.close();
});

it('asks with the cookie of its own time after it was refused', async () => {
  const headers: Record<string, string> = {};
  const { transport, log } = observed(headers);
  transport.open();
  await until(() => log.length > 0);
  expect(log).toEqual(['refused access.sign-in-needed']);
  transport.open();
  await until(() => log.length > 1);
  expect(log[1]).toBe('refused access.sign-in-needed');
  transport.close();
});

it('says closed, not refused, when there is no server', async () => {
  const transport = socketTransport('http://127.0.0.1:1');
  const log: string[] = [];
  transport.listen(
    {
      opened: () => void log.push('opened'),
      closed: () => void log.push('closed'),
      refused: () => void log.push('refused'),
    },
    {} as never,
  );
  transport.open();
  await until(() => log.length > 0);
  transport.open();
  await until(() => log.length > 1);
  expect(log).toEqual(['closed', 'closed']);
});
