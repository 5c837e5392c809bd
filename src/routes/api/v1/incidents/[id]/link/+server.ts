import { link } from '$lib/server/http/api/incident-mutations';

export const POST = link.handle;
