import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import { driveId } from '$lib/domain/ids';
import { FakeTransport } from '../../../tests/support/fake-transport';
import { LiveConnection } from './connection.svelte';
import { GRACE_MS } from './watch-list';
import { watching } from './watching.svelte';

it('a component watches what it shows: the next drive when the page moves on, nothing when it is gone', async () => {
  vi.useFakeTimers();
  const transport = new FakeTransport();
  const live = new LiveConnection({ transport: () => transport });
  live.start();
  transport.accept();
  const views = () =>
    transport
      .messages<{ views: { drive?: string }[] }>('watch')
      .at(-1)
      ?.views.map(({ drive }) => drive);
  const id = (name: string) => driveId.parse(name);
  let shown = $state(id('a'));
  const seen: string[] = [];
  const dispose = $effect.root(() => {
    const focus = watching(live, () => ({ type: 'drive' as const, drive: shown }));
    $effect(() => void seen.push(focus.board.view.drive));
  });
  flushSync();
  await vi.advanceTimersByTimeAsync(0);
  expect([views(), seen]).toEqual([['a'], ['a']]);

  shown = id('b');
  flushSync();
  await vi.advanceTimersByTimeAsync(GRACE_MS);
  expect([views(), seen]).toEqual([['b'], ['a', 'b']]);

  transport.beat();
  dispose();
  await vi.advanceTimersByTimeAsync(GRACE_MS);
  expect(views()).toEqual([]);
  live.stop();
  vi.useRealTimers();
});
