import { unshelve } from '$lib/server/http/api/alarm-mutations';

export const POST = unshelve.handle;
