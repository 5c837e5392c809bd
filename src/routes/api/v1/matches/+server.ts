import { listMatchesOf } from '$lib/server/http/api/advisory-operations';

export const GET = listMatchesOf.handle;
