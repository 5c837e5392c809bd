import { listQuarantine } from '$lib/server/http/api/record-operations';

export const GET = listQuarantine.handle;
