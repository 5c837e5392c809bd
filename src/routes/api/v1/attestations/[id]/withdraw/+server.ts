import { withdrawOne } from '$lib/server/http/api/posture-mutations';

export const POST = withdrawOne.handle;
