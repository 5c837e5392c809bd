import { readPostureChanges } from '$lib/server/http/api/posture-operations';

export const GET = readPostureChanges.handle;
