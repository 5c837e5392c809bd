import { isGatewayId, type GatewayId } from '$lib/domain/ids';

export const match = (param: string): param is GatewayId => isGatewayId(param);
