import { readRun } from '$lib/server/http/api/run-operations';

export const GET = readRun.handle;
