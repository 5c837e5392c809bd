import { refuse } from '$lib/server/http/api/run-mutations';

export const POST = refuse.handle;
