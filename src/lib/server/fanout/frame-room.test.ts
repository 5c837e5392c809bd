import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDrive, aPlant, aSample } from '../../../../tests/support/telemetry-builders';
import {
  driveId,
  gatewayId,
  siteId,
  type DriveKey,
  type EntityTopicId,
  type GatewayId,
} from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { SIGNAL_KEYS } from '../../domain/telemetry/signals';
import type { FrameKind } from '../../protocol/frame';
import { ENTRY_BYTES, bodyStart } from '../../protocol/frame-layout';
import { FrameWriter } from '../../protocol/frame-writer';
import type { View } from '../../protocol/views';
import { LiveImage } from '../plant/live-image';
import { FrameRoom } from './frame-room';
import type { Viewer } from './viewer';

const NOW = 1_763_630_000_000;
const SITE = siteId.parse('works');
const INTERVALS = [200, 1_000, 1_600, 5_000];
const GATEWAYS = ['gw-1', 'gw-2'].map((id) => gatewayId.parse(id));

function plantWith(keys: number): Plant {
  const drives = INTERVALS.map((expectedIntervalMs, i) =>
    aDrive({
      id: driveId.parse(`drive-${i}`),
      key: (keys + i) as DriveKey,
      entity: `device/drive-${i}//` as EntityTopicId,
      gateway: GATEWAYS[i % 2]!,
      expectedIntervalMs,
      rated: { currentA: 10 },
    }),
  );
  const zone = { id: drives[0]!.zone, site: SITE } as Plant['zones'][number];
  return { ...aPlant(drives), sites: [{ id: SITE, name: 'Works', timeZone: 'UTC' }], zones: [zone] };
}

const everybody: Viewer = {
  audience: {
    zones: new Set(plantWith(1).zones.map(({ id }) => id)),
    sites: new Set([SITE]),
    unplaced: true,
    everything: true,
    key: 'all',
  },
  isAdministrator: true,
  key: 'all',
};

/** A plant that is spoken of in the words below, and one room that shows it. */
class Stage {
  now = NOW;
  plant = plantWith(1);
  readonly image = new LiveImage();
  readonly room: FrameRoom;
  held: ReadonlySet<GatewayId> = new Set();
  #frames = 0;

  constructor(view: Exclude<View, { type: 'gateway' }>) {
    this.image.setPlant(this.plant);
    const sources = {
      image: this.image,
      writer: new FrameWriter(),
      held: () => this.held,
      nextFrame: () => (this.#frames += 1),
    };
    this.room = new FrameRoom(1, view, everybody, sources, this.plant, this.now);
  }

  publish(drive: number, signals: readonly number[], value: number): void {
    const known = this.plant.drives[drive]!;
    const values = Object.fromEntries(signals.map((signal) => [SIGNAL_KEYS[signal]!, value]));
    const { gateway, entity } = known;
    this.image.apply(aSample(values, { gateway, entity, receivedAt: this.now }), known);
  }

  hold(gateways: readonly number[]): void {
    this.held = new Set(gateways.map((i) => GATEWAYS[i]!));
  }

  /** Other drives under the same names in the same places; true when everybody is to begin anew. */
  replaceDrives(keys: number): boolean {
    this.plant = plantWith(keys);
    this.image.setPlant(this.plant);
    return this.room.changePlant(this.plant, this.now);
  }
}

const entriesOf = (bytes: Uint8Array, kind: FrameKind) => {
  const size = ENTRY_BYTES[kind];
  return Array.from({ length: (bytes.length - bodyStart(kind)) / size }, (_, i) =>
    bytes.slice(bodyStart(kind) + i * size, bodyStart(kind) + (i + 1) * size),
  );
};

/** What a page knows after every frame: per index the newest entry, without its age, which is no news. */
class Mirror {
  readonly entries = new Map<number, string>();
  header = '';

  constructor(private readonly kind: FrameKind) {}

  take(bytes: Uint8Array): void {
    if (this.kind === 'drive') {
      const header = bytes.slice(bodyStart('drive') - 16, bodyStart('drive'));
      header.fill(0, 2, 4);
      this.header = header.join();
    }
    for (const entry of entriesOf(bytes, this.kind)) {
      if (this.kind === 'drive') entry.fill(0, 4, 8);
      else entry.fill(0, 4, 6);
      this.entries.set(entry[0]! + 256 * entry[1]!, entry.join());
    }
  }
}

/** What happens; true when everybody begins anew after it. */
type Step = (stage: Stage) => boolean | void;
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      drive: fc.nat(INTERVALS.length - 1),
      signals: fc.subarray([1, 2, 3, 4, 6, 7, 16, 22], { minLength: 1 }),
      value: fc.nat(0xffff),
    })
    .map(({ drive, signals, value }): Step => {
      return (stage) => stage.publish(drive, signals, value);
    }),
  fc.nat(4_000).map(
    (ms): Step =>
      (stage) =>
        void (stage.now += ms),
  ),
  fc.constant((stage: Stage) => stage.image.sweep(stage.now)),
  fc.constant((stage: Stage) => {
    stage.now -= 30_000;
    stage.image.sweep(stage.now);
  }),
  fc.record({ gateway: fc.nat(1), isOffline: fc.boolean() }).map(({ gateway, isOffline }): Step => {
    return (stage) => stage.image.setGatewayOffline(GATEWAYS[gateway]!, isOffline, stage.now);
  }),
  fc.subarray([0, 1]).map(
    (gateways): Step =>
      (stage) =>
        stage.hold(gateways),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (n): Step =>
      (stage) =>
        stage.replaceDrives(10 * n),
  ),
);

describe.each([
  { type: 'fleet' } as const,
  { type: 'site', site: SITE } as const,
  { type: 'drive', drive: driveId.parse('drive-1') } as const,
])('frames of a $type view', (view) => {
  it('leave whoever gets all of them with what whoever comes now gets at once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, fc.boolean(), fc.boolean()), { maxLength: 40 }), (story) => {
        const stage = new Stage(view);
        let follower = new Mirror(view.type);
        follower.take(stage.room.whole(stage.now).bytes);
        for (const [step, someoneComes, isFlushed] of story) {
          if (step(stage) === true) {
            follower = new Mirror(view.type);
            follower.take(stage.room.whole(stage.now).bytes);
          }
          // Somebody else's first frame is no news to those who were there.
          if (someoneComes) stage.room.whole(stage.now);
          if (!isFlushed) continue;
          const frame = stage.room.changes(stage.now);
          if (frame !== undefined) follower.take(frame.bytes);
          const newcomer = new Mirror(view.type);
          newcomer.take(stage.room.whole(stage.now).bytes);
          expect(follower.entries).toEqual(newcomer.entries);
          expect(follower.header).toEqual(newcomer.header);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are not sent while nothing happens', () => {
    const stage = new Stage(view);
    stage.publish(1, [1, 2, 6], 5);
    expect(stage.room.changes(stage.now)).toBeDefined();
    stage.now += 500;
    stage.image.sweep(stage.now);
    expect(stage.room.changes(stage.now)).toBeUndefined();
  });
});

it('frames of many drives hold those that changed and no others', () => {
  const stage = new Stage({ type: 'fleet' });
  for (let i = 0; i < INTERVALS.length; i += 1) stage.publish(i, [2], 5);
  expect(entriesOf(stage.room.changes(stage.now)!.bytes, 'fleet')).toHaveLength(INTERVALS.length);
  stage.now += 100;
  stage.publish(2, [2], 6);
  expect(entriesOf(stage.room.changes(stage.now)!.bytes, 'fleet').map((entry) => entry[0])).toEqual([2]);
  stage.hold([1]);
  expect(entriesOf(stage.room.changes(stage.now)!.bytes, 'fleet').map((entry) => entry[0])).toEqual([1, 3]);
});
