import { shelveOne } from '$lib/server/http/api/alarm-mutations';

export const POST = shelveOne.handle;
