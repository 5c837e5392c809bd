import type { DriveId, GatewayId, SiteId } from '$lib/domain/ids';

// The product is never served below a path of its own, so addresses are made here and nowhere else.

export const OVERVIEW = '/overview';
export const SITES = '/sites';
export const GATEWAYS = '/gateways';

export const siteLink = (id: SiteId): string => `${SITES}/${encodeURIComponent(id)}`;
export const driveLink = (id: DriveId): string => `/drives/${encodeURIComponent(id)}`;
export const gatewayLink = (id: GatewayId): string => `${GATEWAYS}/${encodeURIComponent(id)}`;
