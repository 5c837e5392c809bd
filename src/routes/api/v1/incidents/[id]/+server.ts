import { readIncident } from '$lib/server/http/api/incident-operations';

export const GET = readIncident.handle;
