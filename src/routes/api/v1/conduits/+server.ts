import { listConduits } from '$lib/server/http/api/conduit-operations';

export const GET = listConduits.handle;
