import type { View } from '$lib/protocol/views';
import type { Board, BoardContext } from './board.svelte';
import { DriveBoard } from './drive-board.svelte';
import { FleetBoard } from './fleet-board.svelte';
import { GatewayWatch } from './gateway-watch.svelte';
import { SiteBoard } from './site-board.svelte';

interface Boards {
  fleet: FleetBoard;
  site: SiteBoard;
  drive: DriveBoard;
  gateway: GatewayWatch;
}

/** The board that a view is shown from. */
export type BoardOf<V extends View> = Boards[V['type']];

export function makeBoard(view: View, context: BoardContext): Board {
  switch (view.type) {
    case 'fleet':
      return new FleetBoard(context);
    case 'site':
      return new SiteBoard(view.site, context);
    case 'drive':
      return new DriveBoard(view.drive, context);
    case 'gateway':
      return new GatewayWatch(view.gateway, context);
  }
}
