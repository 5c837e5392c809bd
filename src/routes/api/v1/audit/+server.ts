import { listAuditEntries } from '$lib/server/http/api/record-operations';

export const GET = listAuditEntries.handle;
