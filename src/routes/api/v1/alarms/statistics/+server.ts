import { readAlarmStatistics } from '$lib/server/http/api/alarm-operations';

export const GET = readAlarmStatistics.handle;
