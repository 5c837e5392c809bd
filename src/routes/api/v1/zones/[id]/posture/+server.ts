import { readPosture } from '$lib/server/http/api/posture-operations';

export const GET = readPosture.handle;
