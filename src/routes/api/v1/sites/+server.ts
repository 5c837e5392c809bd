import { listSites } from '$lib/server/http/api/plant-operations';

export const GET = listSites.handle;
