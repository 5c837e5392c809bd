import { acknowledge } from '$lib/server/http/api/incident-mutations';

export const POST = acknowledge.handle;
