import { describe, expect, it } from 'vitest';
import { driveId, gatewayId } from '../ids';
import type { Family } from '../plant/families';
import type { ControlTimeout } from '../plant/model';
import { mustBeNamed, predictLoss, type DriveBehind, type DriveReaction } from './communication-loss';

const GATEWAY = gatewayId.parse('gw-001');
const NOW = Date.parse('2026-11-21T09:00:00Z');

function behind(
  name: string,
  given: { stated?: ControlTimeout; twins?: DriveBehind['twins']; family?: Family } = {},
): DriveBehind {
  return {
    drive: {
      id: driveId.parse(name),
      name,
      family: given.family ?? 'vlt-fc-202',
      controlTimeout: given.stated,
    },
    twins: given.twins ?? [],
    running: null,
    local: null,
  };
}

const twin = (name: string, body: unknown, receivedAt = NOW - 1_000) => ({ name, body, receivedAt });

function only(of: DriveBehind): DriveReaction {
  const [reaction] = predictLoss(GATEWAY, [of], NOW).drives;
  if (reaction === undefined) throw new Error('it has one drive');
  return reaction;
}

describe('what a drive does when its gateway is cut off', () => {
  it("is unknown when neither drive nor plant file says so, and never its family's default", () => {
    expect(only(behind('p-1'))).toMatchObject({ reaction: 'unknown', source: 'none', afterSeconds: null });
  });

  it.each([
    [0, 'keeps-running', null],
    [1, 'freezes', 60],
    [2, 'stops', 60],
    [3, 'jogs', 60],
    [4, 'max-speed', 60],
    [5, 'stops-and-trips', 60],
    [7, 'unknown', null],
    [20, 'unknown', null],
    [6, 'unknown', null],
    ['x', 'unknown', null],
  ] as const)('8-04 = %s: it %s', (value, reaction, afterSeconds) => {
    const read = only(behind('p-1', { twins: [twin('parameters', { '8-03': 60, '8-04': value })] }));
    expect(read).toMatchObject({ reaction, afterSeconds, source: 'drive', readAt: NOW - 1_000 });
  });

  it('is read in words for any family, by number for VLT only', () => {
    const inWords = twin('control_timeout', { action: 'stop', seconds: 2 });
    expect(only(behind('v-1', { family: 'vacon-nx', twins: [inWords] })).reaction).toBe('stops');
    const byNumber = twin('parameters', { '8-04': 2 });
    expect(only(behind('v-1', { family: 'vacon-nx', twins: [byNumber] })).reaction).toBe('unknown');
  });

  it('is what was read last', () => {
    const twins = [
      twin('control_timeout', { action: 'stop', seconds: 2 }, NOW - 60_000),
      twin('parameters', { '8-04': 4 }, NOW - 1_000),
    ];
    expect(only(behind('p-1', { twins })).reaction).toBe('max-speed');
  });

  it('says so when the plant file states something else', () => {
    const read = only(
      behind('p-1', {
        stated: { action: 'stop', seconds: 5 },
        twins: [twin('control_timeout', { action: 'freeze', seconds: 5 })],
      }),
    );
    expect(read).toMatchObject({ reaction: 'freezes', disagrees: true });
    expect(read.text).toContain('The plant file says otherwise: Stops');
  });

  it('has no time where none could be read', () => {
    expect(only(behind('p-1', { twins: [twin('parameters', { '8-04': 2 })] })).afterSeconds).toBeNull();
    const bad = twin('parameters', { '8-04': 2, '8-03': -4 });
    expect(only(behind('p-1', { twins: [bad] })).afterSeconds).toBeNull();
  });
});

it('drives that are unknown, speed up, jog or contradict the plant file are named one by one, and come first', () => {
  const loss = predictLoss(
    GATEWAY,
    [
      behind('stops', { stated: { action: 'stop', seconds: 5 } }),
      behind('runs-on', { stated: { action: 'off', seconds: 1 } }),
      behind('fast', { stated: { action: 'max-speed', seconds: 5 } }),
      behind('nobody-knows'),
      behind('jogs', { stated: { action: 'jog', seconds: 5 } }),
      behind('differs', {
        stated: { action: 'stop', seconds: 5 },
        twins: [twin('control_timeout', { action: 'off', seconds: 5 })],
      }),
      behind('set-up', { stated: { action: 'other', seconds: 5 } }),
    ],
    NOW,
  );
  expect(mustBeNamed(loss)).toEqual(['nobody-knows', 'set-up', 'fast', 'jogs', 'differs']);
  expect(loss.drives.map(({ drive }) => drive).slice(5)).toEqual(['runs-on', 'stops']);
});
