import type { GatewayId, SiteId } from '$lib/domain/ids';
import type { LayoutDrive } from '$lib/protocol/down';
import type { GatewayPlan, SitePlan } from './plant-plan';

/** More gateways than this are not shown one a row: the sites are. */
const MOST_GATEWAY_ROWS = 14;

export interface SiteHeading {
  id: SiteId;
  name: string;
}

/** One row of the fleet: the drives of a gateway, or of a whole site where there are many gateways. */
export interface FleetRow {
  key: string;
  site: SiteId | undefined;
  siteName: string;
  /** The gateway of the row; undefined for a row that is a site. */
  gateway: GatewayPlan | undefined;
  /** Set on the first row of each site when rows are gateways. */
  heading: SiteHeading | undefined;
  /** Cells of the row: `count` from `first` on. */
  first: number;
  count: number;
}

export interface FleetPlan {
  rows: readonly FleetRow[];
  /** Index of the drive that each cell shows. */
  driveOfCell: Int32Array;
  cellOfDrive: Int32Array;
}

/**
 * Rows and cells in an order that never changes with the values: sites and gateways as the plant file has
 * them, drives as the server lists them. A drive of a gateway that is not in the plan gets a row at the end.
 */
export function planFleet(
  sites: readonly SitePlan[],
  drives: readonly Pick<LayoutDrive, 'gateway'>[],
): FleetPlan {
  const byGateway = new Map<GatewayId, number[]>();
  for (const [i, { gateway }] of drives.entries()) {
    const list = byGateway.get(gateway);
    if (list) list.push(i);
    else byGateway.set(gateway, [i]);
  }

  const rows: FleetRow[] = [];
  const order: number[] = [];
  const gateways = sites.reduce((sum, site) => sum + site.gateways.length, 0);
  const add = (row: Omit<FleetRow, 'first' | 'count'>, own: readonly number[]) => {
    rows.push({ ...row, first: order.length, count: own.length });
    order.push(...own);
  };
  const take = ({ id }: GatewayPlan): number[] => {
    const own = byGateway.get(id) ?? [];
    byGateway.delete(id);
    return own;
  };

  for (const { id, name, gateways: own } of sites) {
    if (gateways > MOST_GATEWAY_ROWS) {
      const site = { key: `site/${id}`, site: id, siteName: name, gateway: undefined, heading: undefined };
      add(site, own.flatMap(take));
      continue;
    }
    for (const [n, gateway] of own.entries()) {
      const heading = n === 0 ? { id, name } : undefined;
      add({ key: `gateway/${gateway.id}`, site: id, siteName: name, gateway, heading }, take(gateway));
    }
  }
  const rest = [...byGateway.values()].flat();
  if (rest.length > 0) {
    add(
      {
        key: 'rest',
        site: undefined,
        siteName: 'Not in the plan yet',
        gateway: undefined,
        heading: undefined,
      },
      rest,
    );
  }

  const driveOfCell = Int32Array.from(order);
  const cellOfDrive = new Int32Array(drives.length).fill(-1);
  for (const [cell, drive] of order.entries()) cellOfDrive[drive] = cell;
  return { rows, driveOfCell, cellOfDrive };
}
