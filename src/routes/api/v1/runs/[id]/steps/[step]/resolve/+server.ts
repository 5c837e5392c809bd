import { resolve } from '$lib/server/http/api/run-mutations';

export const POST = resolve.handle;
