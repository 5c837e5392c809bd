import { readStandingCounts } from '$lib/server/http/api/trend-operations';

export const GET = readStandingCounts.handle;
