import { readPlaybookJson } from '$lib/server/http/api/playbook-operations';

export const GET = readPlaybookJson.handle;
