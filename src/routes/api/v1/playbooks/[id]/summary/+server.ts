import { readPlaybookSummary } from '$lib/server/http/api/playbook-operations';

export const GET = readPlaybookSummary.handle;
