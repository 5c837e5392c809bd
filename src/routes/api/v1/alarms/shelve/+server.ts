import { shelveSeveral } from '$lib/server/http/api/alarm-mutations';

export const POST = shelveSeveral.handle;
