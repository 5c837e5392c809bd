import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUN_STATES } from '../domain/plant/drive-state';
import { FRESHNESS, QUALITIES } from '../domain/telemetry/quality';
import { TILE_SIGNALS } from './frame';
import {
  ENTRY_BYTES,
  LOAD_UNKNOWN,
  bodyStart,
  freshnessOf,
  packGrade,
  packState,
  qualityOf,
  runStateOf,
} from './frame-layout';
import { FrameReader } from './frame-reader';
import { FrameWriter } from './frame-writer';
import { PROTOCOL_VERSION } from './version';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const state = fc
  .tuple(fc.constantFrom(...RUN_STATES), fc.constantFrom(...FRESHNESS))
  .map(([run, fresh]) => packState(run, fresh));
const grade = fc
  .tuple(fc.constantFrom(...QUALITIES), fc.constantFrom(...FRESHNESS))
  .map(([quality, fresh]) => packGrade(quality, fresh));
const now = fc.integer({ min: 1e12, max: 2e12 });
const header = fc.record({ whole: fc.boolean(), room: u32, layoutVersion: u32, now });
const age = fc.option(
  fc.integer({ min: 0, max: 65_534 }).map((steps) => steps * 10),
  { nil: undefined },
);
const load = fc.option(fc.integer({ min: 0, max: 254 }), { nil: undefined });
const entry = fc.record({
  index: fc.integer({ min: 0, max: 65_535 }),
  state,
  marks: fc.integer({ min: 0, max: 255 }),
  age,
  load,
  values: fc.array(fc.float(), { minLength: 6, maxLength: 6 }),
  grades: fc.array(grade, { minLength: 6, maxLength: 6 }),
});
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

/** One pair for all runs: neither may remember the frame before. */
const writer = new FrameWriter();
const reader = new FrameReader();

const receivedAt = (time: number, ageMs: number | undefined) =>
  ageMs === undefined ? Number.NaN : time - ageMs;

function write(
  kind: 'fleet' | 'site',
  h: typeof header extends fc.Arbitrary<infer T> ? T : never,
  entries: Entry[],
) {
  writer.begin({ kind, ...h });
  for (const e of entries) {
    if (kind === 'fleet') writer.fleetEntry(e.index, e.state, e.marks, e.age, e.load);
    else writer.siteEntry(e.index, e.state, e.marks, e.age, e.load, e.values, e.grades);
  }
  return writer.finish(7);
}

describe('a frame', () => {
  it.each(['fleet', 'site'] as const)('of a %s says what was written', (kind) => {
    fc.assert(
      fc.property(header, fc.array(entry, { maxLength: 300 }), (h, entries) => {
        expect(reader.open(write(kind, h, entries))).toBe(true);
        expect([
          reader.kind,
          reader.whole,
          reader.room,
          reader.number,
          reader.layoutVersion,
          reader.now,
        ]).toEqual([kind, h.whole, h.room, 7, h.layoutVersion, h.now]);
        expect(reader.count).toBe(entries.length);
        entries.forEach((e, i) => {
          expect([reader.drive(i), reader.state(i), reader.marks(i)]).toEqual([e.index, e.state, e.marks]);
          expect(reader.receivedAt(i)).toBe(receivedAt(h.now, e.age));
          expect(reader.load(i)).toBe(e.load ?? LOAD_UNKNOWN);
          if (kind === 'site') {
            TILE_SIGNALS.forEach((_, s) => {
              expect(reader.tileValue(i, s)).toBe(e.values[s]);
              expect(reader.tileGrade(i, s)).toBe(e.grades[s]);
            });
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('of a drive says what was written', () => {
    const signal = fc.record({
      index: fc.integer({ min: 0, max: 500 }),
      grade,
      age,
      value: fc.double(),
      time: fc.option(now, { nil: undefined }),
    });
    const focus = fc.record({
      state,
      marks: fc.integer({ min: 0, max: 255 }),
      age,
      fault: fc.option(fc.nat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(header, focus, fc.array(signal, { maxLength: 60 }), (h, f, signals) => {
        writer.begin({ kind: 'drive', ...h });
        writer.driveHeader(f.state, f.marks, f.age, f.fault, 41.5);
        for (const s of signals) writer.signalEntry(s.index, s.grade, s.age, s.value, s.time);
        expect(reader.open(writer.finish(1))).toBe(true);
        expect([reader.focusState, reader.focusMarks, reader.focusFaultCode, reader.focusLoadPct]).toEqual([
          f.state,
          f.marks,
          f.fault,
          41.5,
        ]);
        expect(reader.focusReceivedAt).toBe(receivedAt(h.now, f.age));
        signals.forEach((s, i) => {
          expect([reader.signal(i), reader.grade(i), reader.value(i), reader.sourceTime(i)]).toEqual([
            s.index,
            s.grade,
            s.value,
            s.time,
          ]);
          expect(reader.signalReceivedAt(i)).toBe(receivedAt(h.now, s.age));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('tells the oldest publication in it, or none', () => {
    writer.begin({ kind: 'fleet', whole: false, room: 1, layoutVersion: 1, now: 5 });
    expect(reader.open(writer.finish(1)) && reader.publishedAt).toBeUndefined();
    writer.begin({ kind: 'fleet', whole: false, room: 1, layoutVersion: 1, now: 5 });
    for (const at of [30, 10, undefined, 20]) writer.published(at);
    expect(reader.open(writer.finish(1)) && reader.publishedAt).toBe(10);
  });

  it('leaves out an entry that was taken back', () => {
    writer.begin({ kind: 'fleet', whole: false, room: 1, layoutVersion: 1, now: 5 });
    writer.fleetEntry(1, 0, 0, 0, 0);
    writer.fleetEntry(2, 0, 0, 0, 0);
    writer.dropEntry(ENTRY_BYTES.fleet);
    writer.fleetEntry(3, 0, 0, 0, 0);
    expect(reader.open(writer.finish(1))).toBe(true);
    expect([reader.count, reader.drive(0), reader.drive(1)]).toEqual([2, 1, 3]);
  });

  it('rounds loads and ages into their range', () => {
    writer.begin({ kind: 'fleet', whole: false, room: 1, layoutVersion: 1, now: 1e6 });
    writer.fleetEntry(0, 0, 0, -50, 1_000);
    writer.fleetEntry(1, 0, 0, 1e9, Number.NaN);
    expect(reader.open(writer.finish(1))).toBe(true);
    expect([reader.receivedAt(0), reader.load(0)]).toEqual([1e6, 254]);
    expect([reader.receivedAt(1), reader.load(1)]).toEqual([Number.NaN, LOAD_UNKNOWN]);
  });
});

describe('what is no frame', () => {
  it('is refused or readable to its end, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 2 }), (bytes, kind) => {
        bytes.set([1, kind].slice(0, bytes.length));
        if (!reader.open(bytes)) return;
        for (let i = 0; i < reader.count; i += 1) reader.state(i);
      }),
      { numRuns: 2_000 },
    );
    expect(reader.open(new Uint8Array())).toBe(false);
  });

  it('is a frame cut short, made longer, of another version or kind, or with a state that does not exist', () => {
    const e: Entry = {
      index: 0,
      state: 0,
      marks: 0,
      age: 0,
      load: 0,
      values: [0, 0, 0, 0, 0, 0],
      grades: [0, 0, 0, 0, 0, 0],
    };
    const good = write('site', { whole: true, room: 1, layoutVersion: 1, now: 1 }, [e, e]);
    expect(reader.open(good)).toBe(true);
    expect(reader.open(good.slice(0, -1))).toBe(false);
    expect(reader.open(Uint8Array.from([...good, 0]))).toBe(false);
    const broken = (at: number, byte: number) => {
      const copy = good.slice();
      copy[at] = byte;
      return reader.open(copy);
    };
    expect(broken(0, PROTOCOL_VERSION + 1)).toBe(false);
    expect(broken(1, 3)).toBe(false);
    expect(broken(35, 255)).toBe(false);
    expect(broken(bodyStart('site') + 2, 7)).toBe(false);
    expect(broken(bodyStart('site') + 2, 32)).toBe(false);
    expect(broken(bodyStart('site') + 32, 6)).toBe(false);
    expect(reader.count).toBe(0);
    expect(() => reader.drive(0)).toThrow(RangeError);
  });
});

it('state and grade bytes carry both of their parts', () => {
  for (const fresh of FRESHNESS) {
    for (const run of RUN_STATES) {
      const packed = packState(run, fresh);
      expect([runStateOf(packed), freshnessOf(packed)]).toEqual([run, fresh]);
    }
    for (const quality of QUALITIES) {
      const packed = packGrade(quality, fresh);
      expect([qualityOf(packed), freshnessOf(packed)]).toEqual([quality, fresh]);
    }
  }
});
