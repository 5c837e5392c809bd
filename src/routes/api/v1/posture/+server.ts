import { listPosture } from '$lib/server/http/api/posture-operations';

export const GET = listPosture.handle;
