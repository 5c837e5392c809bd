import type { DriveId, GatewayId, ZoneId } from '../../domain/ids';

/** How assets are named in evidence: stable, and telling what they are. */
export const gatewayAsset = (id: GatewayId): string => `gateway:${id}`;
export const driveAsset = (id: DriveId): string => `drive:${id}`;
/** The networks that a gateway sees. */
export const networkAsset = (id: GatewayId): string => `network:${id}`;
/** This program, as it serves one zone: whether everything there is heard is a question of the zone. */
export const platformAsset = (zone: ZoneId): string => `platform:${zone}`;
