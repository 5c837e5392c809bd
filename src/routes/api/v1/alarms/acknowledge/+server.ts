import { acknowledgeSeveral } from '$lib/server/http/api/alarm-mutations';

export const POST = acknowledgeSeveral.handle;
