import { unreviewOne } from '$lib/server/http/api/event-mutations';

export const POST = unreviewOne.handle;
