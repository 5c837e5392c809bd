import { exportTrends } from '$lib/server/http/api/trend-operations';

export const GET = exportTrends.handle;
