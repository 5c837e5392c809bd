import { revokeOne } from '$lib/server/http/api/signer-operations';

export const POST = revokeOne.handle;
