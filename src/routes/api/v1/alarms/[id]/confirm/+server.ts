import { confirm } from '$lib/server/http/api/alarm-mutations';

export const POST = confirm.handle;
