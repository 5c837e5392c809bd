import { listRuns } from '$lib/server/http/api/run-operations';

export const GET = listRuns.handle;
