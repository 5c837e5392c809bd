import { suppress } from '$lib/server/http/api/alarm-mutations';

export const POST = suppress.handle;
