import { exportAuditLog } from '$lib/server/http/api/audit-operations';

export const GET = exportAuditLog.handle;
