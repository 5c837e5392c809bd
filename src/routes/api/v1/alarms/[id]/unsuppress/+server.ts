import { unsuppress } from '$lib/server/http/api/alarm-mutations';

export const POST = unsuppress.handle;
