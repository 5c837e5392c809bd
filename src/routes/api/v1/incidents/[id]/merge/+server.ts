import { merge } from '$lib/server/http/api/incident-mutations';

export const POST = merge.handle;
