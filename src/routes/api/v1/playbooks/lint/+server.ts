import { lintOne } from '$lib/server/http/api/playbook-mutations';

export const POST = lintOne.handle;
