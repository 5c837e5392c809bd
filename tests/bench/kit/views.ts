import { driveId, gatewayId, siteId } from '../../../src/lib/domain/ids';
import type { View } from '../../../src/lib/protocol/views';
import type { BenchPlant } from './bench-plant';

/** Every site of the plant as a view, in its order. */
export const siteViews = ({ gateways }: BenchPlant): View[] =>
  [...new Set(gateways.map(({ site }) => site))].map((site) => ({ type: 'site', site: siteId.parse(site) }));

export const driveView = (drive: string): View => ({ type: 'drive', drive: driveId.parse(drive) });

export const gatewayView = (gateway: string): View => ({
  type: 'gateway',
  gateway: gatewayId.parse(gateway),
});
