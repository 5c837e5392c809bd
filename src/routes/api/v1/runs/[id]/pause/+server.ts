import { pause } from '$lib/server/http/api/run-mutations';

export const POST = pause.handle;
