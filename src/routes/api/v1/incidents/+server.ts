import { open } from '$lib/server/http/api/incident-mutations';
import { listIncidents } from '$lib/server/http/api/incident-operations';

export const GET = listIncidents.handle;
export const POST = open.handle;
