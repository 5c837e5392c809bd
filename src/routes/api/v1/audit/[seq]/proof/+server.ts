import { readProof } from '$lib/server/http/api/audit-operations';

export const GET = readProof.handle;
