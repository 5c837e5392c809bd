import { readRunStatus } from '$lib/server/http/api/run-operations';

export const GET = readRunStatus.handle;
