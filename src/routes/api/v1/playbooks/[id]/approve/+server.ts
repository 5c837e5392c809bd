import { approveOne } from '$lib/server/http/api/playbook-mutations';

export const POST = approveOne.handle;
