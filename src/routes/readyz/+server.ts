import { ready } from '$lib/server/http/operations-endpoints';

export const GET = ready;
