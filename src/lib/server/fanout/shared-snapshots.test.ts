import { expect, it } from 'vitest';
import { aSnapshot } from '../../../../tests/support/durable-snapshot';
import { FakeClock } from '../../../../tests/support/fake-clock';
import { SharedSnapshots } from './shared-snapshots';
import type { Viewer } from './viewer';

const viewer = (key: string): Viewer => ({
  audience: { zones: new Set(), sites: new Set(), unplaced: false, everything: false, key },
  isAdministrator: false,
  key,
});

function shared() {
  const clock = new FakeClock();
  const made: string[] = [];
  const snapshots = new SharedSnapshots(clock, async ({ key }) => {
    made.push(key);
    return aSnapshot({ head: made.length });
  });
  return { clock, made, snapshots };
}

it('whoever sees the same and asks at the same time shares one', async () => {
  const { made, snapshots } = shared();
  const both = await Promise.all([snapshots.of(viewer('all')), snapshots.of(viewer('all'))]);
  expect(both[0]).toBe(both[1]);
  await snapshots.of(viewer('pumps'));
  expect(made).toEqual(['all', 'pumps']);
});

it('half a second later it is made anew, and at once when everybody sees something else', async () => {
  const { clock, made, snapshots } = shared();
  await snapshots.of(viewer('all'));
  await clock.advance(500);
  await snapshots.of(viewer('all'));
  expect(made).toHaveLength(1);
  await clock.advance(1);
  await snapshots.of(viewer('all'));
  expect(made).toHaveLength(2);
  snapshots.forget();
  await snapshots.of(viewer('all'));
  expect(made).toHaveLength(3);
});

it('one that failed is nobody else’s', async () => {
  let isAway = true;
  const snapshots = new SharedSnapshots(new FakeClock(), async () => {
    if (isAway) throw new Error('away');
    return aSnapshot({});
  });
  await expect(snapshots.of(viewer('all'))).rejects.toThrow('away');
  isAway = false;
  expect(await snapshots.of(viewer('all'))).toMatchObject({ head: 0 });
});
