import { listGateways } from '$lib/server/http/api/plant-operations';

export const GET = listGateways.handle;
