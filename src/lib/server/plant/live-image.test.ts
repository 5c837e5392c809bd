import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDrive, aPlant, aSample, PUMP_1 } from '../../../../tests/support/telemetry-builders';
import { driveId, gatewayId, type DriveKey } from '../../domain/ids';
import { QUALITIES, staleAfterMs } from '../../domain/telemetry/quality';
import { SIGNAL_INDEX, type SignalKey } from '../../domain/telemetry/signals';
import { extraFreshness, signalFreshness, type LiveDrive } from './live-drive';
import { LiveImage, MAX_EXTRAS } from './live-image';

const T = Date.UTC(2026, 10, 20, 9);
const GATEWAY = gatewayId.parse('gw-042');

function imageOf(...drives: ReturnType<typeof aDrive>[]) {
  const image = new LiveImage();
  image.setPlant(aPlant(drives));
  return image;
}

function shown(image: LiveImage, id = 'pump-01'): LiveDrive {
  const live = image.get(driveId.parse(id));
  if (live === undefined) throw new Error(`no drive ${id}`);
  return live;
}

const valueOf = (live: LiveDrive, signal: SignalKey) => live.values[SIGNAL_INDEX[signal]];
const qualityOf = (live: LiveDrive, signal: SignalKey) => QUALITIES[live.quality[SIGNAL_INDEX[signal]] ?? 99];

describe('the live image', () => {
  it('has never heard of anything at first, and says so', () => {
    const live = shown(imageOf(aDrive()));
    expect(live.freshness).toBe('never');
    expect(signalFreshness(live, SIGNAL_INDEX.dc_link_v, T)).toBe('never');
    expect(valueOf(live, 'dc_link_v')).toBeNaN();
    expect(live.state.run).toBe('unknown');
  });

  it('shows a sample at once, with its times and quality', () => {
    const image = imageOf(aDrive());
    const sample = aSample({ dc_link_v: 556 }, { receivedAt: T, sourceTime: T - 40, quality: 'uncertain' });
    expect(image.apply(sample, aDrive())).toBe('live');
    const live = shown(image);
    expect(live).toMatchObject({ freshness: 'live', lastReceivedAt: T, lastPublishedAt: T - 40 });
    expect(live.moments.sourceTime(SIGNAL_INDEX.dc_link_v)).toBe(T - 40);
    expect(qualityOf(live, 'dc_link_v')).toBe('uncertain');
  });

  it('goes from live to stale after two intervals, but not before 3 s, and to lost after ten', () => {
    const cases = [
      { interval: 1_000, stale: 3_000, lost: 10_000 },
      { interval: 5_000, stale: 10_000, lost: 50_000 },
    ];
    for (const { interval, stale, lost } of cases) {
      const drive = aDrive({ expectedIntervalMs: interval });
      const image = imageOf(drive);
      image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), drive);
      const at = (age: number) => {
        image.sweep(T + age);
        return [shown(image).freshness, signalFreshness(shown(image), SIGNAL_INDEX.dc_link_v, T + age)];
      };
      expect(at(stale)).toEqual(['live', 'live']);
      expect(at(stale + 1)).toEqual(['stale', 'stale']);
      expect(at(lost)).toEqual(['stale', 'stale']);
      expect(at(lost + 1)).toEqual(['lost', 'lost']);
      expect(shown(image).lostReason).toBe('silent');
      expect(valueOf(shown(image), 'dc_link_v')).toBe(556);
    }
  });

  it('judges each signal by its own last arrival', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), aDrive());
    image.apply(aSample({ motor_current_a: 11 }, { receivedAt: T + 4_000 }), aDrive());
    const live = shown(image);
    expect(live.freshness).toBe('live');
    expect(signalFreshness(live, SIGNAL_INDEX.dc_link_v, T + 4_000)).toBe('stale');
    expect(signalFreshness(live, SIGNAL_INDEX.motor_current_a, T + 4_000)).toBe('live');
  });

  it('never puts an older value in the place of a newer one', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), aDrive());
    const late = aSample({ dc_link_v: 1 }, { receivedAt: T + 100, sourceTime: T - 500 });
    expect(image.apply(late, aDrive())).toBe('historical');
    expect(valueOf(shown(image), 'dc_link_v')).toBe(556);
  });

  it('takes the second half of an instant that came in two messages', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), aDrive());
    expect(
      image.apply(aSample({ motor_current_a: 11 }, { receivedAt: T + 5, sourceTime: T }), aDrive()),
    ).toBe('live');
  });

  it('is not kept young by repetitions of one message', () => {
    const image = imageOf(aDrive());
    for (const delay of [0, 1_000, 2_000, 3_000]) {
      image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T + delay, sourceTime: T }), aDrive());
    }
    image.sweep(T + 3_001);
    expect(shown(image).freshness).toBe('stale');
  });

  it('shows nothing that was stale when it came', () => {
    const image = imageOf(aDrive());
    const old = aSample({ dc_link_v: 556 }, { receivedAt: T, sourceTime: T - 3_001 });
    expect(image.apply(old, aDrive())).toBe('historical');
    expect(shown(image)).toMatchObject({ freshness: 'never', revision: 1 });
  });

  it('corrects the order by the clock of the gateway, also over a step of that clock', () => {
    const image = imageOf(aDrive());
    const skewed = aSample({ dc_link_v: 556 }, { receivedAt: T, sourceTime: T + 60_000 });
    image.apply(skewed, aDrive(), { sourceTime: T + 60_000, measuredAt: T, publishedAt: T, epoch: 0 });
    const afterStep = aSample({ dc_link_v: 560 }, { receivedAt: T + 1_000, sourceTime: T + 1_000 });
    const arrival = { sourceTime: T + 1_000, measuredAt: T + 1_000, publishedAt: T + 1_000, epoch: 1 };
    expect(image.apply(afterStep, aDrive(), arrival)).toBe('live');
    expect(valueOf(shown(image), 'dc_link_v')).toBe(560);
  });

  it('orders messages without a device time as they came', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ dc_link_v: 1 }, { receivedAt: T, sourceTime: undefined }), aDrive());
    expect(image.apply(aSample({ dc_link_v: 2 }, { receivedAt: T, sourceTime: undefined }), aDrive())).toBe(
      'live',
    );
    expect(valueOf(shown(image), 'dc_link_v')).toBe(2);
  });

  it('loses every drive behind a gateway that is gone, and finds those that still speak when it is back', () => {
    const image = imageOf(aDrive(), aDrive({ id: driveId.parse('fan'), key: 2 as DriveKey }));
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), aDrive());
    image.setGatewayOffline(GATEWAY, true, T + 10);
    expect(shown(image)).toMatchObject({ freshness: 'lost', lostReason: 'gateway-offline' });
    expect(signalFreshness(shown(image), SIGNAL_INDEX.dc_link_v, T + 10)).toBe('lost');
    expect(shown(image, 'fan')).toMatchObject({ freshness: 'never', lostReason: undefined });
    expect(image.countOf(GATEWAY)).toEqual({ live: 0, total: 2 });
    image.setGatewayOffline(GATEWAY, false, T + 20);
    expect(shown(image).freshness).toBe('live');
    expect(image.countOf(GATEWAY)).toEqual({ live: 1, total: 2 });
  });

  it('decodes the state from the words, and takes 0x0000 of a VLT as a lost link, of others not', () => {
    const vlt = aDrive();
    const image = imageOf(vlt, aDrive({ id: driveId.parse('nx'), key: 2 as DriveKey, family: 'vacon-nx' }));
    image.apply(aSample({ status_word: 0x0f07, dc_link_v: 556 }, { receivedAt: T }), vlt);
    expect(shown(image).state).toMatchObject({
      run: 'running',
      warning: false,
      local: false,
      atReference: true,
    });
    image.apply(aSample({ status_word: 0, dc_link_v: 0 }, { receivedAt: T + 1_000 }), vlt);
    expect(shown(image)).toMatchObject({
      freshness: 'lost',
      lostReason: 'link-lost',
      state: { run: 'link-lost' },
    });
    const nx = shown(image, 'nx').drive;
    image.apply(aSample({ status_word: 0, dc_link_v: 556 }, { receivedAt: T }), nx);
    expect(shown(image, 'nx')).toMatchObject({ freshness: 'live', state: { run: 'not-ready' } });
  });

  it('no longer claims a state when the word that told it has been silent too long', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ status_word: 0x0f07 }, { receivedAt: T }), aDrive());
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T + 10_500 }), aDrive());
    image.sweep(T + 10_500);
    expect(shown(image)).toMatchObject({ freshness: 'live', state: { run: 'unknown' } });
    image.apply(aSample({ status_word: 0x0f07 }, { receivedAt: T + 10_600 }), aDrive());
    expect(shown(image).state.run).toBe('running');
  });

  it('doubts a value outside its plausible range, and marks what a simulated drive says', () => {
    const simulated = aDrive({ simulated: true });
    const image = imageOf(simulated);
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), simulated);
    expect(qualityOf(shown(image), 'dc_link_v')).toBe('simulated');
    const real = imageOf(aDrive());
    real.apply(aSample({ dc_link_v: 9e9, motor_current_a: 3 }, { receivedAt: T }), aDrive());
    expect(qualityOf(shown(real), 'dc_link_v')).toBe('uncertain');
    expect(qualityOf(shown(real), 'motor_current_a')).toBe('good');
  });

  it('knows the load only of a drive whose name plate is known', () => {
    const rated = aDrive({ rated: { currentA: 22 } });
    const image = imageOf(rated);
    image.apply(aSample({ motor_current_a: 11 }, { receivedAt: T }), rated);
    expect(shown(image).loadPct).toBe(50);
    const unrated = imageOf(aDrive());
    unrated.apply(aSample({ motor_current_a: 11 }, { receivedAt: T }), aDrive());
    expect(shown(unrated).loadPct).toBeUndefined();
  });

  it('keeps signals outside the canon with the units that were announced, before or after', () => {
    const image = imageOf(aDrive());
    image.setUnits(GATEWAY, PUMP_1, new Map([['flow', 'm³/h']]));
    const extras = new Map([
      ['flow', 12],
      ['current.L1', 9.5],
    ]);
    image.apply(aSample({}, { receivedAt: T, extras }), aDrive());
    const live = shown(image);
    expect(live.extras.get('flow')).toMatchObject({ value: 12, unit: 'm³/h' });
    expect(live.extras.get('current.L1')?.unit).toBe('');
    image.setUnits(GATEWAY, PUMP_1, new Map([['current', 'A']]));
    const l1 = live.extras.get('current.L1');
    expect(l1?.unit).toBe('A');
    expect(l1 && extraFreshness(live, l1, T + 3_001)).toBe('stale');
  });

  it('does not follow a device that invents ever new names', () => {
    const image = imageOf(aDrive());
    for (let i = 0; i < MAX_EXTRAS + 50; i += 1) {
      image.apply(aSample({}, { receivedAt: T + i, extras: new Map([[`x${i}`, i]]) }), aDrive());
    }
    expect(shown(image).extras.size).toBe(MAX_EXTRAS);
  });

  it('keeps the values of a drive that the plant file renames, and forgets one that it drops', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), aDrive());
    image.setPlant(aPlant([aDrive({ id: driveId.parse('p-1') })]));
    expect(valueOf(shown(image, 'p-1'), 'dc_link_v')).toBe(556);
    expect(image.get(driveId.parse('pump-01'))).toBeUndefined();
    image.setPlant(aPlant([]));
    expect([...image.drives()]).toEqual([]);
  });

  it('grows old also when our own clock is set back, and takes new samples at once', () => {
    const image = imageOf(aDrive());
    const untimed = (value: number, receivedAt: number) =>
      image.apply(aSample({ dc_link_v: value }, { receivedAt, sourceTime: undefined }), aDrive());
    image.sweep(T);
    untimed(1, T);
    const hour = 3_600_000;
    image.sweep(T - hour + 250);
    image.sweep(T - hour + 3_600);
    expect(shown(image).freshness).toBe('stale');
    expect(untimed(2, T - hour + 3_700)).toBe('live');
    expect(valueOf(shown(image), 'dc_link_v')).toBe(2);
    expect(shown(image).freshness).toBe('live');
  });

  it('tells what has changed by its revision, and leaves it alone when nothing has', () => {
    const image = imageOf(aDrive());
    image.apply(aSample({ dc_link_v: 556 }, { receivedAt: T }), aDrive());
    const { revision } = image;
    image.sweep(T + 1_000);
    expect(image.revision).toBe(revision);
    image.sweep(T + 3_001);
    expect(image.revision).toBeGreaterThan(revision);
    expect(shown(image).revision).toBe(image.revision);
  });
});

/** A message as a model of the world sees it: made at one moment, carried for a while. */
const message = fc.record({
  made: fc.integer({ min: 0, max: 120_000 }),
  delay: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 600_000 })),
  signals: fc.uniqueArray(fc.constantFrom<SignalKey>('dc_link_v', 'motor_current_a', 'status_word'), {
    minLength: 1,
  }),
});

describe('whatever the order of messages', () => {
  const drive = aDrive({ expectedIntervalMs: 2_000 });
  const limit = staleAfterMs(drive.expectedIntervalMs);
  const histories = fc
    .array(message, { maxLength: 40 })
    .map((messages) =>
      messages
        .map((m, value) => ({ ...m, value: value + 1, arrives: m.made + m.delay }))
        .sort((a, b) => a.arrives - b.arrives),
    );

  it('each signal shows the newest message among those that came in time', () => {
    fc.assert(
      fc.property(histories, (messages) => {
        const image = imageOf(drive);
        const newest = new Map<SignalKey, { made: number; value: number }>();
        for (const m of messages) {
          const values = Object.fromEntries(m.signals.map((signal) => [signal, m.value]));
          image.apply(aSample(values, { receivedAt: T + m.arrives, sourceTime: T + m.made }), drive);
          for (const signal of m.delay > limit ? [] : m.signals) {
            if (m.made > (newest.get(signal)?.made ?? -1)) newest.set(signal, m);
          }
          const live = shown(image);
          for (const [signal, expected] of newest) {
            expect(valueOf(live, signal)).toBe(expected.value);
            expect(live.moments.sourceTime(SIGNAL_INDEX[signal])).toBe(T + expected.made);
          }
        }
      }),
    );
    expect.hasAssertions();
  });

  it('nothing is called live whose last arrival is longer ago than the limit', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.integer({ min: 0, max: 800_000 })), (messages, looks) => {
        const image = imageOf(drive);
        let lastTaken: number | undefined;
        const steps = [
          ...messages.map((m) => ({ at: m.arrives, m })),
          ...looks.map((at) => ({ at, m: undefined })),
        ].sort((a, b) => a.at - b.at);
        for (const { at, m } of steps) {
          if (m !== undefined) {
            const values = Object.fromEntries(m.signals.map((signal) => [signal, m.value]));
            const sample = aSample(values, { receivedAt: T + at, sourceTime: T + m.made });
            if (image.apply(sample, drive) === 'live') lastTaken = at;
          }
          image.sweep(T + at);
          const isInTime = lastTaken !== undefined && at - lastTaken <= limit;
          const isLive = shown(image).freshness === 'live';
          expect(isLive && !isInTime).toBe(false);
          for (const signal of ['dc_link_v', 'motor_current_a'] as const) {
            const i = SIGNAL_INDEX[signal];
            const age = T + at - shown(image).moments.receivedAt(i);
            if (signalFreshness(shown(image), i, T + at) === 'live') expect(age).toBeLessThanOrEqual(limit);
          }
        }
      }),
    );
    expect.hasAssertions();
  });
});

/** What can happen to a drive, and how long after the thing before. */
const happening = fc.record({
  afterMs: fc.oneof(
    fc.integer({ min: 0, max: 500 }),
    fc.integer({ min: 0, max: 30_000 }),
    fc.constantFrom(3_000, 3_001, 10_000, 10_001),
    fc.integer({ min: -5_000, max: 0 }),
  ),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('speaks', 'waits') },
    fc.constantFrom('gateway-leaves', 'gateway-returns', 'other-interval'),
  ),
  values: fc.dictionary(
    fc.constantFrom<SignalKey>('dc_link_v', 'status_word', 'alarm_word', 'warning_word'),
    fc.constantFrom(0, 0x0607, 0x0001),
    { minKeys: 1 },
  ),
  extras: fc.dictionary(fc.constantFrom('maintenance_word', 'sto_active', 'flow'), fc.constantFrom(0, 1)),
});

it('a drive that is judged again only when its age may matter is judged as one that always is', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 5, maxLength: 60 }), (happenings) => {
      const [seldom, always] = [imageOf(aDrive()), imageOf(aDrive())];
      let now = T;
      let drive = aDrive();
      for (const { afterMs, what, values, extras } of happenings) {
        now += afterMs;
        if (what === 'other-interval') {
          drive = aDrive({ expectedIntervalMs: 6_000 - drive.expectedIntervalMs });
        }
        for (const image of [seldom, always]) {
          if (what === 'speaks') {
            const facts = { receivedAt: now, extras: new Map(Object.entries(extras)) };
            image.apply(aSample(values, facts), drive);
          }
          if (what === 'gateway-leaves') image.setGatewayOffline(GATEWAY, true, now);
          if (what === 'gateway-returns') image.setGatewayOffline(GATEWAY, false, now);
          if (what === 'other-interval') image.setPlant(aPlant([drive]));
        }
        for (const live of always.drives()) live.judgedUntil = -Infinity;
        seldom.sweep(now);
        always.sweep(now);
        expect({ ...shown(seldom), judgedUntil: 0 }).toEqual({ ...shown(always), judgedUntil: 0 });
      }
    }),
    { numRuns: 200 },
  );
  expect.hasAssertions();
});
