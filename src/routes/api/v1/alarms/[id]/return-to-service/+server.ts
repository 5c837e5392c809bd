import { toService } from '$lib/server/http/api/alarm-mutations';

export const POST = toService.handle;
