import { note } from '$lib/server/http/api/run-mutations';

export const POST = note.handle;
