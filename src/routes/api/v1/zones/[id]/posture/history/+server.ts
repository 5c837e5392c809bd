import { readPostureHistory } from '$lib/server/http/api/posture-operations';

export const GET = readPostureHistory.handle;
