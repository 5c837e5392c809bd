import { transition } from '$lib/server/http/api/incident-mutations';

export const POST = transition.handle;
