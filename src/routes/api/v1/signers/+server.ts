import { listSigners, trustOne } from '$lib/server/http/api/signer-operations';

export const GET = listSigners.handle;
export const POST = trustOne.handle;
