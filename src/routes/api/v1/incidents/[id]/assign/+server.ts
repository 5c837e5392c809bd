import { assign } from '$lib/server/http/api/incident-mutations';

export const POST = assign.handle;
