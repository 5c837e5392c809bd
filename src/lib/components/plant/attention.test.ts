import { expect, it } from 'vitest';
import { gatewayId } from '$lib/domain/ids';
import type { RunState } from '$lib/domain/plant/drive-state';
import type { Freshness } from '$lib/domain/telemetry/quality';
import { MARKS } from '$lib/protocol/frame';
import { attention } from './attention';
import { planFleet } from './fleet-rows';

const DRIVES: readonly [RunState, Freshness, number][] = [
  ['running', 'live', MARKS.warning],
  ['running', 'stale', 0],
  ['tripped', 'live', 0],
  ['running', 'live', MARKS.local],
  ['tripped', 'lost', 0],
  ['link-lost', 'live', 0],
  ['running', 'never', MARKS.warning],
  ['running', 'lost', 0],
];

it('lists what deserves a look, worst first, and nothing of what was never heard', () => {
  const plan = planFleet(
    [],
    DRIVES.map(() => ({ gateway: gatewayId.parse('gw') })),
  );
  const found = attention(plan, {
    load: new Uint8Array(DRIVES.length),
    marks: Uint8Array.from(DRIVES, ([, , marks]) => marks),
    receivedAt: new Float64Array(DRIVES.length),
    runState: (i) => DRIVES[i]?.[0] ?? 'unknown',
    freshness: (i) => DRIVES[i]?.[1] ?? 'never',
  });
  expect(found.map(({ drive, reason }) => `${drive} ${reason}`)).toEqual([
    '2 tripped',
    '4 last-tripped',
    '5 link-lost',
    '7 lost',
    '1 stale',
    '0 warning',
  ]);
});
