import { cancel } from '$lib/server/http/api/run-mutations';

export const POST = cancel.handle;
