import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../support/fake-clock';
import { liveBench, type LiveBench } from '../support/live-bench';
import type { LiveProbe } from '../support/live-probe';
import { until } from '../support/until';

const ROUND_MS = 250;
const VIEWS = [{ type: 'fleet' }, { type: 'drive', drive: 'pump-1' }];
// From today on: sessions end by the calendar.
const clock = new FakeClock(Date.now());
let bench: LiveBench;
beforeAll(async () => void (bench = await liveBench({ clock })));
afterAll(async () => {
  let isClosed = false;
  void bench.close().then(() => void (isClosed = true));
  // The server waits for its last words to be heard, by this clock.
  await until(async () => {
    await clock.advance(100);
    return isClosed;
  });
});

let value = 0;

/** One round of the server with news of two drives; `lateMs` is what else kept the process busy before it. */
async function round(pages: readonly LiveProbe[], lateMs = 0): Promise<void> {
  bench.publish('pump-1', { motor_speed_rpm: (value += 1) });
  bench.publish('pump-2', { motor_speed_rpm: value });
  if (lateMs > 0) clock.jump(clock.now() + ROUND_MS + lateMs);
  await clock.advance(lateMs > 0 ? 0 : ROUND_MS);
  // By the time that the server answers, it has what the page said before.
  for (const page of pages) await page.watch(...VIEWS);
}

async function rounds(pages: readonly LiveProbe[], count: number, lateMs = 0): Promise<void> {
  for (let i = 0; i < count; i += 1) await round(pages, lateMs);
}

const told = (page: LiveProbe) => page.heartbeats.at(-1)?.frameMs;

/** Times between the view's frames that came while `during` ran. */
async function distances(page: LiveProbe, view: string, during: () => Promise<void>): Promise<number[]> {
  const before = page.framesOf(view).length;
  await during();
  await until(() => page.framesOf(view).length > before + 2);
  const times = page
    .framesOf(view)
    .slice(before)
    .map(({ now }) => now);
  return times.slice(1).map((now, i) => now - times[i]!);
}

it('a strained server sends many drives less often, says so, and takes it back when the strain is over', async () => {
  const { cookie } = await bench.signIn('pace', 'operator@plant');
  const page = await bench.connect(cookie);
  await page.watch(...VIEWS);
  await rounds([page], 4);
  expect(told(page)).toBe(250);
  expect(await distances(page, 'fleet', () => rounds([page], 8))).toEqual(Array(7).fill(250));

  await rounds([page], 8, 200);
  expect(await distances(page, 'fleet', () => rounds([page], 16))).toEqual(Array(3).fill(1_000));
  expect(told(page)).toBe(1_000);
  expect((await bench.metrics.frameInterval.get()).values[0]?.value).toBe(1);

  await rounds([page], 28);
  expect(told(page)).toBe(500);
  expect(await distances(page, 'fleet', () => rounds([page], 8))).toEqual(Array(3).fill(500));
  await rounds([page], 36);
  expect(told(page)).toBe(250);
});

it('news of a drive in focus do not wait for the clock, and come ten times a second at most', async () => {
  const { cookie } = await bench.signIn('focus', 'operator@plant');
  const page = await bench.connect(cookie);
  await page.watch(...VIEWS);
  const seen = () => page.framesOf('drive/pump-1');
  const speed = (rpm: number) => bench.publish('pump-1', { motor_speed_rpm: rpm });
  await rounds([page], 4);
  const before = seen().length;
  const fleet = page.framesOf('fleet').length;
  await clock.advance(ROUND_MS / 2);
  speed(1_000);
  const frame = await until(() => seen()[before]);
  expect(frame.signals.map(({ value: rpm }) => rpm)).toEqual([1_000]);
  expect(frame.now).toBe(frame.publishedAt);
  expect(page.framesOf('fleet')).toHaveLength(fleet);

  for (let ms = 0; ms < 1_000; ms += 20) {
    await clock.advance(20);
    speed(ms);
  }
  await page.watch(...VIEWS);
  const times = seen()
    .slice(before)
    .map(({ now }) => now);
  expect(times).toHaveLength(11);
  expect(times.every((now, i) => i === 0 || now - times[i - 1]! >= 100)).toBe(true);
});
