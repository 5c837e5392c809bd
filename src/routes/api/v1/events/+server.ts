import { listEvents } from '$lib/server/http/event-export';

export const GET = listEvents.handle;
