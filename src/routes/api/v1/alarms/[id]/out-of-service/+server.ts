import { outOfService } from '$lib/server/http/api/alarm-mutations';

export const POST = outOfService.handle;
