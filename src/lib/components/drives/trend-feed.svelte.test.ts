import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistorySeries, Resolution } from '$lib/domain/telemetry/history';
import { trendCsv } from '$lib/ui/chart/csv';
import { pieces } from '$lib/ui/chart/points';
import type { TrendAnswer } from './drive-plan';
import { TrendFeed } from './trend-feed.svelte';
import type { TrendWindow } from './trend-range';

const NOW = 1_700_000_040_000;
const LIVE: TrendWindow = { range: '15m', until: undefined };

function series(at: readonly number[], resolution: Resolution = 'raw', gapMs = 3_000): HistorySeries {
  return {
    signal: 'dc_link_v',
    resolution,
    t: [...at],
    min: at.map(() => 540),
    max: at.map(() => 560),
    avg: at.map(() => 550),
    count: at.map(() => 1),
    gapMs,
  };
}

const answer = (of: HistorySeries, window = LIVE): TrendAnswer => ({
  ok: true,
  at: NOW,
  window,
  series: [of],
  hour: { dc_link_v: [540, 560] },
});

let feed: TrendFeed;
const buffer = () => {
  const [lane] = feed.lanes;
  if (lane === undefined) throw new Error('no lane');
  return lane.buffer;
};
const sample = (time: number, value = 551) => feed.push({ signal: 'dc_link_v', time, value });

beforeEach(() => {
  vi.useFakeTimers();
  feed = new TrendFeed(['dc_link_v'], 1_000);
});
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

describe('history with a live tail', () => {
  it('goes on where history ends, and values that come before the answer wait for it', async () => {
    sample(NOW + 500);
    vi.advanceTimersByTime(300);
    expect(buffer().length).toBe(0);
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW - 1_000, NOW]))));
    expect([buffer().length, buffer().at(2).avg]).toEqual([3, 551]);
  });

  it('is drawn four times a second at most, however fast values come', async () => {
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW]))));
    const before = buffer().revision;
    for (let i = 1; i <= 20; i += 1) {
      sample(NOW + i * 100);
      vi.advanceTimersByTime(1);
    }
    expect(buffer().revision).toBe(before);
    vi.advanceTimersByTime(250);
    expect(buffer().length).toBe(21);
  });

  it('leaves a hole where nothing came, and never bridges it', async () => {
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW - 60_000, NOW - 59_000]))));
    sample(NOW);
    vi.advanceTimersByTime(250);
    expect(pieces(buffer(), NOW - 100_000, NOW).map((piece) => piece.length)).toEqual([2, 1]);
  });

  it('keeps what came while a new answer of the same time was on its way', async () => {
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW]))));
    sample(NOW + 1_000);
    sample(NOW + 2_000);
    vi.advanceTimersByTime(250);
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW, NOW + 1_000]))));
    expect([buffer().length, buffer().time(2)]).toEqual([3, NOW + 2_000]);
  });

  it('of summaries goes into the stretch that is open, so that ranges stay small', async () => {
    const minute = Math.floor(NOW / 60_000) * 60_000;
    await feed.ask(LIVE, Promise.resolve(answer(series([minute], '1m', 60_000))));
    for (let i = 0; i < 30; i += 1) sample(minute + i * 1_000, 570);
    vi.advanceTimersByTime(250);
    expect([buffer().length, buffer().at(0).min, buffer().at(0).max]).toEqual([1, 540, 570]);
  });

  it('widens what is known of the extent when a value leaves it', async () => {
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW]))));
    sample(NOW + 1_000, 700);
    vi.advanceTimersByTime(250);
    expect(feed.extent('dc_link_v')).toEqual([540, 700]);
  });
});

describe('a window that stands still', () => {
  it('has no live tail', async () => {
    const still: TrendWindow = { range: '15m', until: NOW };
    await feed.ask(still, Promise.resolve(answer(series([NOW - 1_000]), still)));
    sample(NOW + 1_000);
    vi.advanceTimersByTime(250);
    expect(buffer().length).toBe(1);
  });
});

describe('answers', () => {
  it('to an older question are dropped, whenever they come', async () => {
    let late: (answer: TrendAnswer) => void = () => undefined;
    const first = feed.ask(LIVE, new Promise((done) => (late = done)));
    const day: TrendWindow = { range: '24h', until: undefined };
    await feed.ask(day, Promise.resolve(answer(series([NOW], '1m', 60_000), day)));
    late(answer(series([1, 2, 3])));
    await first;
    expect([feed.window?.range, buffer().length]).toEqual(['24h', 1]);
  });

  it('that fail are said as such, and do not take away what is shown', async () => {
    await feed.ask(LIVE, Promise.resolve({ ok: false, at: NOW, message: 'The database is away.' }));
    expect([feed.phase, feed.message]).toEqual(['error', 'The database is away.']);
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW]))));
    await feed.ask(LIVE, Promise.reject(new Error('network')));
    expect([feed.phase, buffer().length]).toEqual(['ready', 1]);
  });

  it('of another time are waited for with an empty face, not with the old picture', async () => {
    await feed.ask(LIVE, Promise.resolve(answer(series([NOW]))));
    void feed.ask({ range: '7d', until: undefined }, new Promise(() => undefined));
    expect(feed.phase).toBe('loading');
  });
});

it('the CSV holds what is shown, with the tail and with the hole', async () => {
  await feed.ask(LIVE, Promise.resolve(answer(series([NOW - 60_000]))));
  sample(NOW, 552);
  vi.advanceTimersByTime(250);
  const pen = {
    id: 'dc_link_v',
    label: 'DC link',
    unit: 'V',
    digits: 0,
    range: [0, 900] as const,
    live: true,
  };
  expect(
    trendCsv([{ ...pen, buffer: buffer() }], NOW - 900_000, NOW)
      .trim()
      .split('\r\n'),
  ).toEqual([
    'time (UTC),DC link [V] mean,DC link [V] min,DC link [V] max',
    `${new Date(NOW - 60_000).toISOString()},550,540,560`,
    `${new Date(NOW).toISOString()},552,552,552`,
  ]);
});
