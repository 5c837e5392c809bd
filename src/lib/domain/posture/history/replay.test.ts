import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE, EVIDENCE_KEYS } from '../evidence';
import { judgeZone, standingsOf } from '../judge-zone';
import { REQUIREMENTS } from '../requirements';
import { factsAt } from './facts-at';
import { replayZone } from './replay';
import { HEARD, type AnswerSpan, type PlacedAsset, type ZoneHistory } from './zone-history';

const DAY = 86_400_000;
const START = 1_000_000_000_000;
const END = START + 90 * DAY;
const ASSETS: PlacedAsset[] = [
  { id: 'gateway:g', class: 'gateway', through: 'gateway:g' },
  { id: 'network:g', class: 'network', through: 'gateway:g' },
  { id: 'drive:a', class: 'drive', through: 'gateway:g' },
  { id: 'drive:b', class: 'drive', through: 'gateway:elsewhere' },
  { id: 'platform:z', class: 'platform', through: undefined },
];

const span = (
  asset: string,
  key: AnswerSpan['key'],
  verdict: AnswerSpan['verdict'],
  day: number,
  days = 0,
) => ({
  ...{ asset, key, verdict, found: verdict },
  firstAt: START + day * DAY,
  lastAt: START + (day + days) * DAY,
});
const history = (over: Partial<ZoneHistory>): ZoneHistory => ({
  assets: ASSETS,
  spans: [],
  attestations: [],
  compensations: [],
  ...over,
});
const standingOf = (given: ZoneHistory, requirement: (typeof REQUIREMENTS)[number]['id']) =>
  [...replayZone(given, START, END)].map(({ at, standings }) => [
    (at - START) / DAY,
    standings.get(requirement),
  ]);

describe('the past of a zone', () => {
  it('shows a port that was open for a week', () => {
    const given = history({
      spans: [
        span('gateway:g', 'gw.ports.listening', 'pass', 0, 20),
        span('gateway:g', 'gw.ports.listening', 'fail', 20, 7),
        span('gateway:g', 'gw.ports.listening', 'pass', 27, 63),
      ],
      attestations: [],
    });
    const seen = standingOf({ ...given, assets: ASSETS.slice(0, 1) }, 'SR 7.7');
    expect(seen).toEqual([
      [0, 'met'],
      [20, 'not-met'],
      [27, 'met'],
    ]);
  });

  it('loses what a gateway proved when nobody hears it, and has it back with the gateway', () => {
    const given = history({
      assets: ASSETS.slice(0, 1),
      spans: [
        span('gateway:g', 'gw.ports.listening', 'pass', 0, 90),
        span('gateway:g', HEARD, 'pass', 0, 30),
        span('gateway:g', HEARD, 'fail', 30, 2),
        span('gateway:g', HEARD, 'pass', 32, 58),
      ],
    });
    expect(standingOf(given, 'SR 7.7')).toEqual([
      [0, 'met'],
      [30, 'unknown'],
      [32, 'met'],
    ]);
  });

  it('lets an answer grow old when nobody gives it again', () => {
    const given = history({
      assets: ASSETS.slice(0, 1),
      spans: [span('gateway:g', 'gw.ports.listening', 'pass', 0, 10)],
    });
    expect(standingOf(given, 'SR 7.7')).toEqual([
      [0, 'met'],
      [11, 'unknown'],
    ]);
  });
});

const day = fc.integer({ min: -20, max: 100 });
const anySpan = fc
  .tuple(
    fc.constantFrom(...ASSETS, { id: 'gateway:elsewhere', class: 'gateway' as const }),
    fc.constantFrom(...EVIDENCE_KEYS, HEARD, HEARD),
    fc.constantFrom<AnswerSpan['verdict']>('pass', 'pass', 'fail', 'not-applicable'),
    day,
    fc.integer({ min: 0, max: 40 }),
  )
  .filter(([{ class: of }, key]) => EVIDENCE[key].of.includes(of) || (key === HEARD && of === 'gateway'))
  .map(([{ id }, key, verdict, first, days]) => span(id, key, verdict, first, days));
/** Of one question each answer ends before the next begins, as they are written down. */
const anySpans = fc.array(anySpan, { maxLength: 60 }).map((spans) => {
  const sorted = [...spans].sort((a, b) => a.firstAt - b.firstAt);
  return sorted.filter((one, i) => {
    const before = sorted.slice(0, i).filter((other) => other.asset === one.asset && other.key === one.key);
    return before.every((other) => other.lastAt < one.firstAt);
  });
});
const requirement = fc.constantFrom(...REQUIREMENTS).map(({ id }) => id);
const anyWords = fc.array(
  fc
    .tuple(requirement, day, fc.integer({ min: 1, max: 60 }), fc.constantFrom(1, 2))
    .map(([id, from, days, signatures]) => ({
      ...{ id: 1, requirement: id, classes: 'all' as const, signatures },
      signedAt: START + from * DAY,
      expiresAt: START + (from + days) * DAY,
    })),
  { maxLength: 30 },
);

it('is the same, told moment by moment or judged at any of them', () => {
  fc.assert(
    fc.property(anySpans, anyWords, fc.integer({ min: 0, max: 90 * 24 }), (spans, words, hour) => {
      const given = history({
        spans,
        attestations: words,
        compensations: words.slice(0, 3).map(({ id, requirement: of, signedAt, expiresAt }) => ({
          ...{ id, requirement: of, approvedAt: signedAt, expiresAt, reason: 'a lock' },
        })),
      });
      const at = START + hour * 3_600_000;
      const told = [...replayZone(given, START, at)].at(-1)?.standings;
      expect(told).toEqual(standingsOf(judgeZone(factsAt(given, at), at)));
    }),
    { numRuns: 60 },
  );
});

it('does not depend on the order in which it is given', () => {
  fc.assert(
    fc.property(anySpans, fc.infiniteStream(fc.double({ min: 0, max: 1 })), (spans, chance) => {
      const shuffled = spans
        .map((one) => ({ one, by: chance.next().value as number }))
        .sort((a, b) => a.by - b.by)
        .map(({ one }) => one);
      const of = (given: AnswerSpan[]) => [...replayZone(history({ spans: given }), START, END)].at(-1);
      expect(of(shuffled)).toEqual(of(spans));
    }),
    { numRuns: 30 },
  );
});
