import { claim } from '$lib/server/http/api/incident-mutations';

export const POST = claim.handle;
