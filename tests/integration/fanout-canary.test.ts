import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { liveBench, type LiveBench } from '../support/live-bench';
import { until } from '../support/until';

const painted: number[] = [];
let bench: LiveBench;
beforeAll(async () => {
  bench = await liveBench({ canaryPainted: (number) => painted.push(number) });
});
afterAll(() => bench.close());

it('a screen that has painted a canary says so, and nonsense is refused', async () => {
  const { cookie } = await bench.signIn('ops', 'operator@plant');
  const probe = await bench.connect(cookie);
  probe.socket.emit('canaryPainted', { number: 42 });
  await until(() => painted.length > 0);
  expect(painted).toEqual([42]);
  const page = probe.socket as unknown as Socket;
  const answer: unknown = await page.timeout(5_000).emitWithAck('canaryPainted', { number: 'soon' });
  expect(answer).toMatchObject({ ok: false, code: 'input.invalid' });
  expect(painted).toEqual([42]);
});
