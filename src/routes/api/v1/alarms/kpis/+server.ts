import { readAlarmKpis } from '$lib/server/http/api/alarm-kpi-operation';

export const GET = readAlarmKpis.handle;
