import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { goto } from '$app/navigation';
import type { DriveBoard } from '$lib/live/drive-board.svelte';
import { NO_READING } from '$lib/live/reading';
import DriveTrends from './drive-trends.svelte';
import { TrendFeed } from './trend-feed.svelte';
import type { TrendWindow } from './trend-range';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$lib/ui/chart/engine', () => ({
  createTrend: () => ({ update() {}, recolour() {}, resize() {}, destroy() {} }),
}));

const NOW = 1_700_000_000_000;
const LIVE: TrendWindow = { range: '1h', until: undefined };
const board = { signal: () => ({ bar: NO_READING }) } as unknown as DriveBoard;
const onretry = vi.fn();
let feed: TrendFeed;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  feed = new TrendFeed(['dc_link_v'], 1_000);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = (window = LIVE, of = board) =>
  render(DriveTrends, {
    name: 'P-104',
    feed,
    board: of,
    limits: {},
    window,
    now: NOW,
    timeZone: 'Europe/Copenhagen',
    onretry,
  });
const answer = (t: number[], window = LIVE) =>
  feed.ask(
    window,
    Promise.resolve({
      ok: true,
      at: NOW,
      window,
      hour: {},
      series: [
        {
          signal: 'dc_link_v',
          resolution: '10s',
          t,
          min: t.map(() => 540),
          max: t.map(() => 560),
          avg: t.map(() => 550),
          count: t.map(() => 10),
          gapMs: 10_000,
        },
      ],
    }),
  );
const face = (container: Element) => container.querySelector('[data-face]')?.getAttribute('data-face');

it('has four faces: loading, an error with a way to try again, nothing recorded, and the trends', async () => {
  const { container } = show();
  expect(face(container)).toBe('loading');

  await feed.ask(LIVE, Promise.resolve({ ok: false, at: NOW, message: 'The database is away.' }));
  await vi.waitFor(() => expect(face(container)).toBe('error'));
  expect(container.textContent).toContain('The database is away.');
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onretry).toHaveBeenCalledOnce();

  await answer([]);
  await vi.waitFor(() => expect(face(container)).toBe('none'));
  await answer([NOW - 20_000, NOW - 10_000]);
  await vi.waitFor(() => expect(face(container)).toBeUndefined());
});

it('says how fine the points are, and whether the picture is live', async () => {
  const { container } = show();
  await answer([NOW - 10_000]);
  await vi.waitFor(() => expect(container.textContent).toContain('a point every 10 s'));
  expect(container.textContent).toContain('· not live');
  cleanup();
  const reading = { ...NO_READING, value: 550, freshness: 'live' };
  const lively = { signal: () => ({ bar: reading }) } as unknown as DriveBoard;
  expect(show(LIVE, lively).container.textContent).toContain('greatest · live');
});

it('puts the time range in the address', async () => {
  show();
  await fireEvent.click(screen.getByRole('radio', { name: '24 h' }));
  expect(goto).toHaveBeenLastCalledWith('?range=24h', expect.objectContaining({ keepFocus: true }));
  await fireEvent.click(screen.getByRole('button', { name: 'Earlier' }));
  expect(goto).toHaveBeenLastCalledWith(
    `?range=1h&until=${encodeURIComponent(new Date(NOW - 1_800_000).toISOString())}`,
    expect.anything(),
  );
});

it('offers the same as a table, in which what was not measured is no number', async () => {
  const { container } = show();
  await answer([NOW - 20_000]);
  await fireEvent.click(await screen.findByRole('button', { name: 'As table' }));
  expect(container.querySelectorAll('tbody tr')).toHaveLength(1);
  expect(container.querySelector('tbody')?.textContent).toContain('550');
});
