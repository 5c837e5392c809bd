import { addMilestone } from '$lib/server/http/api/asset-mutations';
import { readLifecycle } from '$lib/server/http/api/asset-operations';

export const GET = readLifecycle.handle;
export const POST = addMilestone.handle;
