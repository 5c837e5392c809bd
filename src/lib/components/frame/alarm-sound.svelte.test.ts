import { beforeEach, describe, expect, it } from 'vitest';
import { anAlarm } from '../../../../tests/support/alarm-views';
import type { AlarmNews } from '$lib/live/alarm-board.svelte';
import type { Priority } from '$lib/domain/alarms/priority';
import { CHIME, HIGH, MANY, URGENT, type Pattern } from '$lib/ui/sound/tones';
import { AlarmSound, SILENCE_MS } from './alarm-sound.svelte';

let now: number;
let due: { at: number; fn: () => void }[];
let played: { at: number; pattern: Pattern }[];
let sound: AlarmSound;

beforeEach(() => {
  now = 0;
  due = [];
  played = [];
  sound = new AlarmSound({
    now: () => now,
    play: (pattern) => played.push({ at: now, pattern }),
    after(ms, fn) {
      const entry = { at: now + ms, fn };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
  });
});

/** Time passes, and timers run when they are due. */
function pass(ms: number): void {
  const end = now + ms;
  for (;;) {
    const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (next === undefined) break;
    due = due.filter((other) => other !== next);
    now = Math.max(now, next.at);
    next.fn();
  }
  now = end;
}

const waits = (waiting: Priority | undefined, isFlood = false) => sound.update({ waiting, isFlood });
const comes = (priority: Priority, given: Partial<AlarmNews> = {}) =>
  sound.heard({ calls: [anAlarm(1, { priority })], unknown: [], isMissed: false, ...given });
const tones = () => played.map(({ pattern }) => pattern);

describe('the sound of alarms', () => {
  it.each([
    [1, URGENT],
    [2, HIGH],
  ] as const)('repeats for priority %i until it is acknowledged', (priority, pattern) => {
    waits(priority);
    pass(10_000);
    const count = played.length;
    expect(count).toBeGreaterThanOrEqual(4);
    expect(new Set(tones())).toEqual(new Set([pattern]));
    waits(undefined);
    pass(10_000);
    expect(played).toHaveLength(count);
  });

  it('chimes once for priority 3 and is silent for priority 4', () => {
    waits(3);
    comes(3);
    waits(4);
    comes(4);
    pass(30_000);
    expect(tones()).toEqual([CHIME]);
  });

  it('changes at once to the more urgent tone', () => {
    waits(2);
    pass(500);
    waits(1);
    expect(played.at(-1)).toEqual({ at: 500, pattern: URGENT });
  });

  it('does not begin anew when it is told the same again and again', () => {
    waits(1);
    for (let i = 0; i < 15; i += 1) {
      pass(100);
      waits(1);
    }
    expect(played).toHaveLength(1);
  });
});

describe('silence', () => {
  it('is for thirty seconds and no longer, whatever is not acknowledged', () => {
    waits(1);
    sound.silence();
    const before = played.length;
    pass(SILENCE_MS - 1);
    expect([played.length, sound.isSilenced]).toEqual([before, true]);
    pass(2);
    expect(played.at(-1)).toMatchObject({ at: SILENCE_MS, pattern: URGENT });
    expect(sound.isSilenced).toBe(false);
  });

  it('ends with a new alarm of the two highest priorities', () => {
    waits(1);
    sound.silence();
    pass(5_000);
    comes(2);
    expect(played.at(-1)).toMatchObject({ at: 5_000, pattern: URGENT });
  });

  it('is not kept for what comes after everything was acknowledged', () => {
    waits(2);
    sound.silence();
    waits(undefined);
    pass(1_000);
    waits(2);
    expect(played.at(-1)).toMatchObject({ at: 1_000, pattern: HIGH });
  });
});

describe('in a flood', () => {
  it('one tone stands for all of it, and no alarm of its own is heard', () => {
    waits(1, true);
    for (let i = 0; i < 50; i += 1) comes(3);
    pass(20_000);
    expect(new Set(tones())).toEqual(new Set([MANY]));
  });

  it('silence holds against further alarms, but for the highest priority', () => {
    waits(2, true);
    sound.silence();
    const before = played.length;
    comes(2);
    expect(played).toHaveLength(before);
    comes(1);
    expect(played).toHaveLength(before + 1);
  });
});

describe('what came while the page was away', () => {
  it('is sounded once', () => {
    sound.heard({
      calls: [anAlarm(1, { priority: 3 }), anAlarm(2, { priority: 3 }), anAlarm(3, { priority: 4 })],
      unknown: [],
      isMissed: true,
    });
    expect(tones()).toEqual([CHIME]);
  });
});

it('a source that falls silent chimes once', () => {
  sound.heard({ calls: [], unknown: [anAlarm(1)], isMissed: false });
  expect(tones()).toEqual([CHIME]);
});
