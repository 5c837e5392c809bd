import { listZones } from '$lib/server/http/api/plant-operations';

export const GET = listZones.handle;
