import { readEvent } from '$lib/server/http/api/event-operations';

export const GET = readEvent.handle;
