import { listEventTypes } from '$lib/server/http/api/event-operations';

export const GET = listEventTypes.handle;
