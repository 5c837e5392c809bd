import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { driveId, siteId } from '$lib/domain/ids';
import { SIGNAL_COUNT, SIGNAL_INDEX } from '$lib/domain/telemetry/signals';
import { FrameReader } from '$lib/protocol/frame-reader';
import { aDriveFrame, aFrame, aLayout } from '../../../tests/support/fake-transport';
import type { Board } from './board.svelte';
import { DrawLoop } from './draw-loop';
import { DriveBoard, type LiveSample } from './drive-board.svelte';
import { FleetBoard } from './fleet-board.svelte';
import { ServerClock } from './server-clock';
import { SiteBoard } from './site-board.svelte';

/** Animation frames come when the test says so, as they never do in a hidden tab. */
let frames: FrameRequestCallback[];
let clock: ServerClock;
let context: { clock: ServerClock; loop: DrawLoop };
let stops: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
  frames = [];
  stops = [];
  vi.stubGlobal('requestAnimationFrame', (fn: FrameRequestCallback) => frames.push(fn));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  clock = new ServerClock();
  clock.heard(Date.now());
  context = { clock, loop: new DrawLoop() };
});
afterEach(() => {
  for (const stop of stops) stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function draw(): void {
  const due = frames;
  frames = [];
  for (const fn of due) fn(performance.now());
  flushSync();
}

/** Time passes as in a visible tab, 50 ms per animation frame, with the sweeps of the connection. */
function pass(ms: number, board?: Board): void {
  for (let done = 0; done < ms; done += 50) {
    vi.advanceTimersByTime(50);
    if (done % 250 === 0) board?.sweep(clock.now());
    draw();
  }
}

const reader = new FrameReader();
function apply(board: Board, bytes: Uint8Array): void {
  expect(reader.open(bytes)).toBe(true);
  board.applyFrame(reader);
}

/** What an effect that reads `read` saw, one entry per run. */
function watched<T>(read: () => T): T[] {
  const seen: T[] = [];
  stops.push(
    $effect.root(() => {
      $effect(() => void seen.push(read()));
    }),
  );
  flushSync();
  return seen;
}

describe('the fleet', () => {
  function fleet(...drives: string[]) {
    const board = new FleetBoard(context);
    board.applyLayout(aLayout('fleet', drives));
    const told: (readonly number[])[] = [];
    stops.push(board.onChange((changed) => void told.push([...changed])));
    draw();
    told.length = 0;
    return { board, told };
  }

  it('tells once per drawing what changed, however often it did', () => {
    const { board, told } = fleet('a', 'b', 'c');
    apply(board, aFrame('fleet', { 0: {}, 2: {} }));
    apply(board, aFrame('fleet', { 2: { run: 'tripped' } }));
    expect(told).toEqual([]);
    draw();
    expect(told).toEqual([[0, 2]]);
    expect([board.runState(0), board.runState(1), board.runState(2)]).toEqual([
      'running',
      'unknown',
      'tripped',
    ]);
    draw();
    expect(told).toHaveLength(1);
  });

  it('goes on taking values in while nobody looks, and draws the last of each when somebody does', () => {
    const { board, told } = fleet('a', 'b');
    for (let load = 1; load <= 100; load += 1) apply(board, aFrame('fleet', { 1: { load } }));
    expect([told.length, frames.length, board.load[1]]).toEqual([0, 1, 100]);
    draw();
    expect(told).toEqual([[1]]);
  });

  it('grows stale, then lost, at the same ages as on the server though nothing is heard', () => {
    const { board, told } = fleet('quick', 'slow');
    board.applyLayout({
      ...aLayout('fleet', ['quick', 'slow']),
      drives: [
        ...aLayout('fleet', ['quick']).drives,
        { ...aLayout('fleet', ['slow']).drives[0]!, expectedIntervalMs: 10_000 },
      ],
    });
    apply(board, aFrame('fleet', { 0: {}, 1: {} }));
    pass(3_000, board);
    told.length = 0;
    expect([board.freshness(0), board.freshness(1)]).toEqual(['live', 'live']);
    pass(500, board);
    expect([board.freshness(0), board.freshness(1)]).toEqual(['stale', 'live']);
    expect(told).toEqual([[0]]);
    pass(7_000, board);
    expect([board.freshness(0), board.freshness(1)]).toEqual(['lost', 'live']);
  });

  it('counts a value’s age from its frame’s own time, not from when it came in', () => {
    const { board } = fleet('a');
    apply(board, aFrame('fleet', { 0: { ageMs: 500 } }, { now: Date.now() - 2_700 }));
    expect(board.freshness(0)).toBe('stale');
  });

  it('counts every drive as changed after a new layout, and keeps nothing of the old one', () => {
    const { board, told } = fleet('a', 'b');
    apply(board, aFrame('fleet', { 0: {} }));
    board.applyLayout(aLayout('fleet', ['b', 'c', 'd'], { version: 1 }));
    draw();
    expect(told).toEqual([[0, 1, 2]]);
    expect(board.freshness(0)).toBe('never');
  });
});

describe('a site', () => {
  function site(...drives: string[]) {
    const board = new SiteBoard(siteId.parse('aarhus'), context);
    board.applyLayout(aLayout('site/aarhus', drives));
    return board;
  }
  const speed = (value: number) => [value, 2, 3, 4, 5, 6];

  it('shows the first change of a number at once, then at most one a second', () => {
    const board = site('a');
    const seen = watched(() => board.tile(0)?.digits.readings.motor_speed_rpm.value);
    expect(seen).toEqual([undefined]);
    for (let n = 1; n <= 40; n += 1) {
      apply(board, aFrame('site', { 0: { values: speed(n) } }));
      pass(100);
    }
    expect(seen[1]).toBe(1);
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(seen.length).toBeLessThanOrEqual(6);
  });

  it('moves bars at most four times a second, and ends on the last value', () => {
    const board = site('a');
    const seen = watched(() => board.tile(0)?.bars.readings.motor_speed_rpm.value);
    for (let n = 1; n <= 20; n += 1) {
      apply(board, aFrame('site', { 0: { values: speed(n) } }));
      pass(100);
    }
    pass(300);
    expect(seen.length).toBeGreaterThan(7);
    expect(seen.length).toBeLessThanOrEqual(10);
    expect(seen.at(-1)).toBe(20);
  });

  it('costs nothing for tiles that nothing on the screen reads', () => {
    const board = site('a', 'b');
    watched(() => board.tile(0)?.bars);
    draw();
    apply(board, aFrame('site', { 1: { values: speed(1) } }));
    expect(frames).toHaveLength(0);
    expect(board.tile(1)?.bars.readings.motor_speed_rpm.value).toBe(1);
  });

  it('stops telling a reader that is gone', async () => {
    const board = site('a');
    const seen = watched(() => board.tile(0)?.bars.loadPct);
    stops.pop()?.();
    await Promise.resolve();
    apply(board, aFrame('site', { 0: { values: speed(1) } }));
    pass(1_000);
    expect(seen).toHaveLength(1);
  });

  it('says that a number is stale within 250 ms, though numbers change once a second', () => {
    const board = site('a');
    const seen = watched(() => board.tile(0)?.digits.freshness);
    apply(board, aFrame('site', { 0: { values: speed(1) } }));
    pass(2_900, board);
    expect(seen.at(-1)).toBe('live');
    pass(450, board);
    expect(seen.at(-1)).toBe('stale');
  });

  it('has an empty place, not a zero, for what a drive does not send', () => {
    const board = site('a');
    apply(board, aFrame('site', { 0: { values: [Number.NaN, 0, 3, 4, 5, 6] } }));
    const { readings } = board.tile(0)!.bars;
    expect(readings.motor_speed_rpm).toMatchObject({ value: undefined, freshness: 'never' });
    expect(readings.motor_current_a).toMatchObject({ value: 0, freshness: 'live' });
  });
});

describe('a drive in focus', () => {
  function focus() {
    const board = new DriveBoard(driveId.parse('a'), context);
    board.applyLayout(aLayout('drive/a', ['a'], { extras: [{ name: 'vibration', unit: 'mm/s' }] }));
    const samples: LiveSample[] = [];
    stops.push(board.onSample((sample) => void samples.push(sample)));
    return { board, samples };
  }
  const SPEED = SIGNAL_INDEX.motor_speed_rpm;

  it('hands every new measurement on once, also while nobody looks', () => {
    const { board, samples } = focus();
    apply(board, aDriveFrame({}, { [SPEED]: { value: 10, sourceTime: 1_000 } }));
    apply(board, aDriveFrame({}, { [SPEED]: { value: 10, sourceTime: 1_000, freshness: 'stale' } }));
    apply(board, aDriveFrame({}, { [SPEED]: { value: 12, sourceTime: 1_100 } }, { whole: true }));
    expect(samples).toEqual([
      { signal: 'motor_speed_rpm', value: 10, time: 1_000 },
      { signal: 'motor_speed_rpm', value: 12, time: 1_100 },
    ]);
  });

  it('knows each signal’s own age, and the signals outside the canon by name', () => {
    const { board } = focus();
    apply(board, aDriveFrame({}, { [SPEED]: { value: 10, ageMs: 4_000 }, [SIGNAL_COUNT]: { value: 2.5 } }));
    expect(board.signal('motor_speed_rpm').bar).toMatchObject({
      value: 10,
      freshness: 'stale',
      ageMs: 4_000,
    });
    expect(board.extras.map(({ name, unit, live }) => [name, unit, live.bar.value])).toEqual([
      ['vibration', 'mm/s', 2.5],
    ]);
    expect(board.signal('dc_link_v').bar).toMatchObject({ value: undefined, freshness: 'never' });
  });

  it('is lost when its gateway is, whatever its age, and by age when nothing is heard', () => {
    const { board } = focus();
    apply(board, aDriveFrame({ freshness: 'lost' }, {}));
    expect(board.status?.freshness).toBe('lost');
    apply(board, aDriveFrame({}, {}));
    expect(board.status).toMatchObject({ run: 'running', freshness: 'live', faultCode: 0 });
    pass(3_500, board);
    expect(board.status?.freshness).toBe('stale');
    pass(8_000, board);
    expect(board.status?.freshness).toBe('lost');
  });

  it('lets a reader see a value fade within 250 ms', () => {
    const { board } = focus();
    const seen = watched(() => board.signal('motor_speed_rpm').digits.freshness);
    apply(board, aDriveFrame({}, { [SPEED]: { value: 10 } }));
    pass(3_300, board);
    expect(seen.at(-1)).toBe('stale');
  });
});
