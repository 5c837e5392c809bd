import { listDrives } from '$lib/server/http/api/plant-operations';

export const GET = listDrives.handle;
