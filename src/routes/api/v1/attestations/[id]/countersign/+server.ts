import { countersignOne } from '$lib/server/http/api/posture-mutations';

export const POST = countersignOne.handle;
