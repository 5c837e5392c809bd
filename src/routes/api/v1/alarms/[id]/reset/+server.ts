import { reset } from '$lib/server/http/api/alarm-mutations';

export const POST = reset.handle;
