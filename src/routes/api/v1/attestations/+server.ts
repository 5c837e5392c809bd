import { attestOne } from '$lib/server/http/api/posture-mutations';
import { listAttestationsOf } from '$lib/server/http/api/posture-operations';

export const GET = listAttestationsOf.handle;
export const POST = attestOne.handle;
