import { pin } from '$lib/server/http/api/incident-mutations';

export const POST = pin.handle;
