import { createContext } from 'svelte';
import type { LiveConnection } from './connection.svelte';

/** The connection of this page, set by the outermost layout: `setLive(new LiveConnection())`, then `start()` on mount. */
export const [getLive, setLive] = createContext<LiveConnection>();
