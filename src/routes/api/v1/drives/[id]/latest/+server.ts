import { readLatest } from '$lib/server/http/api/drive-operations';

export const GET = readLatest.handle;
