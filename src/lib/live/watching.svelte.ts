import { untrack } from 'svelte';
import type { View } from '$lib/protocol/views';
import { viewKey } from '$lib/protocol/view-key';
import type { LiveConnection } from './connection.svelte';
import type { BoardOf } from './make-board';

/**
 * Watches a view for as long as the component is there: `const fleet = watching(live, () => ({ type: 'fleet' }))`,
 * then `fleet.board`. The view is a function, so that the next drive's page can be the same component.
 */
export function watching<V extends View>(
  live: LiveConnection,
  view: () => V,
): { readonly board: BoardOf<V> } {
  const key = $derived(viewKey(view()));
  const current = $derived.by(() => {
    void key;
    return untrack(view);
  });
  const board = $derived(live.board(current));
  // An effect, because to watch is to tell the server, and only a page in a browser does.
  $effect(() => {
    const watched = current;
    untrack(() => live.watch(watched));
    return () => live.unwatch(watched);
  });
  return {
    get board() {
      return board;
    },
  };
}
