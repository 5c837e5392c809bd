import { listAuditEntries } from '$lib/server/http/api/audit-operations';

export const GET = listAuditEntries.handle;
