import { release } from '$lib/server/http/api/incident-mutations';

export const POST = release.handle;
