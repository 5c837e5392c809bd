import { afterEach, describe, expect, it } from 'vitest';
import { liveBench, type LiveBench } from '../support/live-bench';
import type { LiveProbe } from '../support/live-probe';
import { until } from '../support/until';

let bench: LiveBench;
let busy: ReturnType<typeof setInterval>;
afterEach(async () => {
  clearInterval(busy);
  await bench.close();
});

async function start(options?: { tooSlowMs?: number }): Promise<void> {
  bench = await liveBench(options);
  let n = 0;
  busy = setInterval(() => bench.publish('pump-1', { motor_speed_rpm: (n += 1) }), 50);
}

async function fleet(name: string, acknowledges: boolean): Promise<LiveProbe> {
  const { cookie } = await bench.signIn(name, 'operator@plant');
  const probe = await bench.connect(cookie, { acknowledges });
  await probe.watch({ type: 'fleet' });
  await until(() => probe.frames.length > 0);
  return probe;
}

const skipped = async () => (await bench.metrics.framesSkipped.get()).values[0]?.value ?? 0;
const latencies = (probe: LiveProbe, since: number) =>
  probe.frames
    .filter(({ at, publishedAt }) => at > since && publishedAt !== undefined)
    .map(({ at, publishedAt }) => at - publishedAt!);

describe('a page that takes nothing in', () => {
  it('gets heartbeats alone until it has caught up, then the whole view; nobody else waits', async () => {
    await start();
    const quick = await fleet('quick', true);
    const slow = await fleet('slow', false);
    await until(async () => (await skipped()) >= 4, 5_000, 'frames are skipped');
    const since = Date.now();
    const got = slow.frames.length;
    const beats = slow.heartbeats.length;
    await until(() => slow.heartbeats.length >= beats + 2, 5_000, 'its heartbeats go on');
    expect(slow.frames).toHaveLength(got);
    expect(Math.max(...latencies(quick, since))).toBeLessThan(1_000);

    slow.acknowledges = true;
    slow.socket.emit('received', { frame: slow.frames.at(-1)!.number });
    await until(() => slow.frames.length > got + 2, 3_000, 'frames again');
    expect(slow.frames[got]?.whole).toBe(true);
    expect(slow.frames[got]?.drives).toHaveLength(6);
    expect(slow.frames[got + 1]?.whole).toBe(false);
  });

  it('is told why and let go when it does not catch up', async () => {
    await start({ tooSlowMs: 500 });
    const quick = await fleet('quick', true);
    const slow = await fleet('slow', false);
    await until(() => slow.closedAt !== undefined, 6_000);
    expect(slow.ended).toEqual({ reason: 'too-slow' });
    expect(quick.closedAt).toBeUndefined();
  });

  it('is noticed when its network is gone, without anything queueing for it', async () => {
    await start();
    const quick = await fleet('quick', true);
    const gone = await fleet('gone', true);
    // Nothing is read any more, and nobody says so: a pulled cable.
    const engine = gone.socket.io.engine as unknown as { transport: { ws: { pause(): void } } };
    engine.transport.ws.pause();
    const since = Date.now();
    await until(() => bench.server.sockets() === 1, 15_000, 'it is let go');
    expect(Date.now() - since).toBeLessThan(12_000);
    expect(Math.max(...latencies(quick, since))).toBeLessThan(1_000);
  });
});

describe('a server that stops', () => {
  it('says so to everybody', async () => {
    await start();
    const page = await fleet('last', true);
    await bench.server.stop();
    await until(() => page.closedAt !== undefined, 2_000);
    expect(page.ended).toEqual({ reason: 'server-stopping' });
  });
});
