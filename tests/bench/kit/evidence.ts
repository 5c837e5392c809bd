import { serverShares, type ServerShare } from './beside';
import { worstOf } from './figures';
import { loadFigures, watchLoad, type LoadWindow } from './load/load-window';
import { framesSkipped } from './measurements';
import type { Running } from './running';
import type { Figure } from './scenario';
import type { WatchersResult } from './watchers/messages';

/** What is measured in every window, whatever else a scenario asks. */
export interface Evidence {
  begin(): Promise<void>;
  end(): Promise<void>;
  /** What the server took in each window. */
  shares: readonly ServerShare[];
  /** Shows that all the load was there. */
  loadFigures(): Figure[];
  /** That no client was sent less than there was: latency of what is sent says nothing of what is not. */
  keptBack(): Figure;
}

export function gatherEvidence({ plant, product, load }: Running): Evidence {
  const server = serverShares(product);
  const generator = watchLoad(load);
  const shares: ServerShare[] = [];
  const loads: LoadWindow[] = [];
  const kept: number[] = [];
  let skippedBefore = Number.NaN;
  return {
    shares,
    async begin() {
      skippedBefore = await framesSkipped(product.url);
      generator.begin();
      server.begin();
    },
    async end() {
      shares.push(server.end());
      loads.push(generator.end());
      kept.push((await framesSkipped(product.url)) - skippedBefore);
    },
    loadFigures: () => loadFigures(loads, plant.drives.length),
    keptBack: () => keptBackFigure(kept),
  };
}

/** Frames that the server did not send because a client had not taken in the last ones, window by window. */
export const keptBackFigure = (kept: readonly number[], of = ''): Figure => ({
  name: `${of}frames kept back`,
  unit: 'a window',
  limit: { most: 0 },
  ...worstOf(kept, 'most'),
});

/** That every socket was there and was sent something in every window. */
export const socketsAliveFigures = (windows: readonly WatchersResult[]): Figure[] => [
  // Counted from the first window on.
  { name: 'sockets lost', value: windows.at(-1)?.lost ?? Number.NaN, unit: '', limit: { most: 0 } },
  {
    name: 'sockets without a frame',
    unit: 'a window',
    limit: { most: 0 },
    ...worstOf(
      windows.map(({ silent }) => silent),
      'most',
    ),
  },
];
