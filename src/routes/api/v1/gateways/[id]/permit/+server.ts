import { permitOnGateway } from '$lib/server/http/api/gateway-mutations';

export const POST = permitOnGateway.handle;
