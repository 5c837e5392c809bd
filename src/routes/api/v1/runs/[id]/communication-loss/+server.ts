import { readStepLosses } from '$lib/server/http/api/run-operations';

export const GET = readStepLosses.handle;
