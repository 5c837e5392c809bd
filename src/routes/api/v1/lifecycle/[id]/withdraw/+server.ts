import { withdrawOneMilestone } from '$lib/server/http/api/asset-mutations';

export const POST = withdrawOneMilestone.handle;
