import { start } from '$lib/server/http/api/run-mutations';

export const POST = start.handle;
