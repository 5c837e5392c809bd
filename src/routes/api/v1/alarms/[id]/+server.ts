import { readOneAlarm } from '$lib/server/http/api/alarm-operations';

export const GET = readOneAlarm.handle;
