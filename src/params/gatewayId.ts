import { isGatewayId } from '$lib/domain/id-shape';
import type { GatewayId } from '$lib/domain/ids';

export const match = (param: string): param is GatewayId => isGatewayId(param);
