import { readCheckpoint } from '$lib/server/http/api/audit-operations';

export const GET = readCheckpoint.handle;
