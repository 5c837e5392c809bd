import { listPlaybookVersions } from '$lib/server/http/api/playbook-operations';

export const GET = listPlaybookVersions.handle;
