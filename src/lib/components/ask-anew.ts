import { untrack } from 'svelte';
import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';

/**
 * Asks for a page's data again because something happened, not because somebody asked. While somebody is on the way
 * to another page it waits: asking in between would call their way off, and they would stay where they are.
 */
export async function askAnew(dependency: string): Promise<void> {
  // Whoever asks within an effect does not follow where people go.
  await untrack(() => navigating.complete)?.catch(() => undefined);
  await invalidate(dependency);
}
