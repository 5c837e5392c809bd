import { readTrends } from '$lib/server/http/api/trend-operations';

export const GET = readTrends.handle;
