import { untrack } from 'svelte';
import type { Answered } from '$lib/live/api';
import type { LiveList } from '$lib/live/live-list.svelte';
import { getShortcuts } from '$lib/ui/keys/shortcuts.svelte';
import { askAnew } from './ask-anew';
import { Freeze } from './freeze.svelte';

interface Followed<Row extends { id: number | string; revision: number }> {
  list: LiveList<Row>;
  /** What the server answered last. */
  answer(): Answered<{ items: readonly Row[] }>;
  /** The question as an address; an answer to another question replaces every row. */
  question(): string;
  /** Whether the list shows the newest, and not a page of older ones. */
  isNewest(): boolean;
  /** Rows that came with the connection. */
  known(): Iterable<Row>;
  /** News of the stream; `anew` when some may have been missed. Returns how to stop. */
  onNews(take: (news: Row | 'anew') => void): () => void;
  /** What the page's load depends on. */
  dependency: `zonewatch:${string}`;
}

/**
 * Keeps a list up with answers and news as long as its component lives, and lets `f` freeze it. Call it while the
 * component is made.
 */
export function followList<Row extends { id: number | string; revision: number }>(
  followed: Followed<Row>,
): Freeze {
  const { list, answer, question, isNewest, known, onNews, dependency } = followed;
  const freeze = new Freeze();
  const shortcuts = getShortcuts();
  untrack(() => {
    const given = answer();
    if (given.ok) list.load(given.value.items);
  });
  let shownFor = untrack(question);

  // Answers and news come in time, not in rendering.
  $effect(() => {
    const [given, asked] = [answer(), question()];
    untrack(() => {
      if (!given.ok) return;
      if (asked === shownFor) list.renew(given.value.items);
      else list.load(given.value.items);
      shownFor = asked;
      if (isNewest()) list.take([...known()]);
    });
  });
  $effect(() => {
    const stop = onNews((news) => {
      if (news === 'anew') void askAnew(dependency);
      else if (isNewest() || list.rows.some(({ id }) => id === news.id)) list.take([news]);
    });
    return () => {
      stop();
      list.stop();
    };
  });
  $effect(() => {
    const on = freeze.isOn;
    untrack(() => list.freeze(on));
  });
  $effect(() => shortcuts.add({ keys: 'f', does: 'freeze the list, or let it go on', run: freeze.toggle }));
  return freeze;
}
