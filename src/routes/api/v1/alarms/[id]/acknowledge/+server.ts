import { acknowledge } from '$lib/server/http/api/alarm-mutations';

export const POST = acknowledge.handle;
