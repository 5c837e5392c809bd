import { decideOneMatch } from '$lib/server/http/api/advisory-operations';

export const POST = decideOneMatch.handle;
