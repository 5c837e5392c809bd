import { approve } from '$lib/server/http/api/run-mutations';

export const POST = approve.handle;
