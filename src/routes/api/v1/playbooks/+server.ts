import { importOne } from '$lib/server/http/api/playbook-mutations';
import { listPlaybooks } from '$lib/server/http/api/playbook-operations';

export const GET = listPlaybooks.handle;
export const POST = importOne.handle;
