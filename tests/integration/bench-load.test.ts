import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeState } from '../../src/lib/domain/plant/decode-state';
import { SIGNALS, type SignalKey } from '../../src/lib/domain/telemetry/signals';
import { benchPlant } from '../bench/kit/bench-plant';
import { startLoad, type Load } from '../bench/kit/load/load';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker, type HeldSink, type TestBroker } from '../support/mqtt-broker';
import { until } from '../support/until';

const plant = benchPlant({ gateways: 3, drivesPerGateway: 8 });
const names = plant.gateways.map(({ id }) => id);
const WINDOW = 10;

let ca: TestAuthority;
const credentials = new Map<string, GatewayCredentials>();
let test: TestBroker;
let load: Load;

beforeAll(async () => {
  ca = await testAuthority();
  for (const name of names) credentials.set(name, await ca.issue(name));
  test = await startTestBroker(ca, names);
  const target = { mqttPort: test.port, credentials: (gateway: string) => credentials.get(gateway)! };
  load = await startLoad({ target, plant, hz: 5, burst: 3, window: WINDOW });
});
afterAll(async () => {
  await test.stop();
  ca.remove();
});

/** What arrived, drive by drive in the plant's order. */
function byDrive(sink: HeldSink): Record<string, number>[][] {
  const found = new Map(plant.drives.map((id): [string, Record<string, number>[]] => [id, []]));
  for (const { topic, payload, gateway } of sink.messages) {
    const [, drive = ''] = /^te\/device\/(.+)\/\/\/m\/drive$/.exec(topic) ?? [];
    expect(plant.gateways.find(({ id }) => id === gateway)?.drives).toContain(drive);
    found.get(drive)?.push(JSON.parse(payload.toString()) as Record<string, number>);
  }
  return [...found.values()];
}

it('connects every gateway and publishes nothing before it is told to', () => {
  expect([...test.links.links].sort()).toEqual(names.map((name) => `${name} connected`));
  expect(load.counts()).toMatchObject({ published: 0, acknowledged: 0, waiting: 0, lateMs: 0 });
});

it('publishes plausible numbers of running drives, others each time, at the times it promised', async () => {
  const began = Date.now();
  load.begin();
  await until(() => byDrive(test.sink).every((messages) => messages.length >= 4));
  for (const [i, messages] of byDrive(test.sink).entries()) {
    for (const [n, { time, status_word, ...numbers }] of messages.entries()) {
      expect(Object.keys(numbers)).toHaveLength(11);
      for (const [key, value] of Object.entries(numbers)) {
        const [low, high] = SIGNALS[key as SignalKey].plausible;
        expect(value).toBeGreaterThan(low);
        expect(value).toBeLessThan(high);
        expect(value).not.toBe(messages[n - 1]?.[key]);
      }
      expect(decodeState(plant.families[i]!, { statusWord: status_word }).run).toBe('running');
      // Both clocks tell whole ms.
      expect(time! * 1_000).toBeGreaterThan(began - 1.5);
      expect(time! * 1_000).toBeLessThan(Date.now() + 1.5);
      // Five a second, in whole ms.
      if (n > 0) expect(Math.abs(time! - messages[n - 1]!['time']! - 0.2)).toBeLessThan(0.0011);
    }
  }
  for (const [i] of plant.drives.entries()) {
    const [a = 0, b = 0] = load.publishedAt.subarray(2 * i, 2 * i + 2);
    expect(Math.min(a, b)).toBeGreaterThan(began - 1.5);
    expect(Math.max(a, b)).toBeLessThan(Date.now() + 1.5);
    expect(Math.abs(a - b)).toBeGreaterThan(100);
  }
  await until(() => load.counts().waiting === 0);
});

it('keeps to its window, counts what waits, and gets everything acknowledged in the end', async () => {
  test.sink.hold();
  await until(() => load.counts().waiting > 30);
  const { published, acknowledged, oldestWaitingMs } = load.counts();
  expect(published - acknowledged).toBe(names.length * WINDOW);
  expect(oldestWaitingMs).toBeGreaterThan(200);
  test.sink.commit();
  await until(() => load.counts().waiting === 0);
  await load.stop();
  const counts = load.counts();
  expect(counts.acknowledged).toBe(counts.published);
  expect(counts.acknowledgementMs).toBeGreaterThan(0);
  const arrived = byDrive(test.sink);
  expect(arrived.flat()).toHaveLength(counts.published);
  for (const messages of arrived) {
    expect(new Set(messages.map(({ time }) => time)).size).toBe(messages.length);
  }
});

it('says so when a connection is lost', async () => {
  const target = { mqttPort: test.port, credentials: (gateway: string) => credentials.get(gateway)! };
  const lost = await startLoad({ target, plant });
  lost.begin();
  await test.stop();
  await until(() => {
    try {
      lost.counts();
      return false;
    } catch (error) {
      return error;
    }
  });
  await expect(lost.stop()).rejects.toThrow('the broker closed the connection');
});
