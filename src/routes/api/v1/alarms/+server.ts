import { listAllAlarms } from '$lib/server/http/api/alarm-operations';

export const GET = listAllAlarms.handle;
