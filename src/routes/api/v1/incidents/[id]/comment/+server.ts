import { comment } from '$lib/server/http/api/incident-mutations';

export const POST = comment.handle;
