import { complete } from '$lib/server/http/api/run-mutations';

export const POST = complete.handle;
