import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { RUN_STATES } from '../../src/lib/domain/plant/drive-state';
import { FRESHNESS, QUALITIES } from '../../src/lib/domain/telemetry/quality';
import { SIGNALS, SIGNAL_KEYS } from '../../src/lib/domain/telemetry/signals';
import * as down from '../../src/lib/protocol/down';
import { FRAME_KINDS, MARKS, TILE_SIGNALS } from '../../src/lib/protocol/frame';
import * as frameLayout from '../../src/lib/protocol/frame-layout';
import { FrameWriter } from '../../src/lib/protocol/frame-writer';
import { PAINTED_BOUNDS_MS } from '../../src/lib/protocol/painted-bounds';
import * as up from '../../src/lib/protocol/up';
import * as views from '../../src/lib/protocol/views';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/version';

/**
 * What each version looked like. A page of yesterday may meet the server of today: whoever changes a message
 * or the layout of frames raises PROTOCOL_VERSION, writes a line into its history and adds the new hash here.
 * The last line may be replaced only while its version was never released.
 */
const HASHES: Readonly<Record<number, string>> = {
  1: 'cdd4143f2813a9ea',
  2: 'e5bbd37ed86c877a',
  3: '7997d240c0f810f0',
  4: 'ffe8939992e8f038',
};

/** Every schema of a module, by name, as JSON Schema. */
function schemas(module: Record<string, unknown>): [string, unknown][] {
  return Object.entries(module)
    .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
    .map(([name, schema]): [string, unknown] => [name, z.toJSONSchema(schema, { io: 'input' })])
    .sort(([a], [b]) => a.localeCompare(b));
}

/** Frames with every field set: their bytes are their layout. */
function examples(): string[] {
  const writer = new FrameWriter();
  const begin = (kind: (typeof FRAME_KINDS)[number]) => {
    writer.begin({ kind, whole: true, room: 0x01020304, layoutVersion: 0x05060708, now: 1_763_630_000_123 });
    writer.published(1_763_630_000_001);
  };
  const state = frameLayout.packState('tripped', 'stale');
  const grade = frameLayout.packGrade('simulated', 'lost');
  const frames: Uint8Array[] = [];
  begin('fleet');
  writer.fleetEntry(0x0a0b, state, 0x55, 1_230, 77);
  frames.push(writer.finish(9));
  begin('site');
  writer.siteEntry(0x0a0b, state, 0x55, 1_230, 77, [1, 2, 3, 4, 5, NaN], [grade, 1, 2, 3, 4, 5]);
  frames.push(writer.finish(9));
  begin('drive');
  writer.driveHeader(state, 0x55, 1_230, 38, 76.5);
  writer.signalEntry(0x0102, grade, 123_450, Math.PI, 1_763_630_000_000);
  frames.push(writer.finish(9));
  return frames.map((bytes) => Buffer.from(bytes).toString('hex'));
}

it('the wire changes only with its version', () => {
  const wire = {
    down: schemas(down),
    up: schemas(up),
    views: schemas(views),
    frames: { FRAME_KINDS, TILE_SIGNALS, MARKS, examples: examples() },
    numbers: {
      RUN_STATES,
      FRESHNESS,
      QUALITIES,
      signals: SIGNAL_KEYS.map((key) => [key, SIGNALS[key].unit]),
    },
    painted: PAINTED_BOUNDS_MS,
  };
  expect(wire.down.length).toBeGreaterThanOrEqual(10);
  expect(wire.up.map(([name]) => name)).toEqual([
    'canaryPainted',
    'lookAt',
    'painted',
    'received',
    'resume',
    'watch',
  ]);
  const hash = createHash('sha256').update(JSON.stringify(wire)).digest('hex').slice(0, 16);
  expect({ version: PROTOCOL_VERSION, hash }).toEqual({
    version: PROTOCOL_VERSION,
    hash: HASHES[PROTOCOL_VERSION],
  });
});

it('every version has its line', () => {
  expect(Object.keys(HASHES).map(Number)).toEqual(Array.from({ length: PROTOCOL_VERSION }, (_, i) => i + 1));
});
