import { reviewOne } from '$lib/server/http/api/event-mutations';

export const POST = reviewOne.handle;
