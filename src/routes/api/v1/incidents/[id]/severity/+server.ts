import { severity } from '$lib/server/http/api/incident-mutations';

export const POST = severity.handle;
