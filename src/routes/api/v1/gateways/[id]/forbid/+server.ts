import { forbidOnGateway } from '$lib/server/http/api/gateway-mutations';

export const POST = forbidOnGateway.handle;
