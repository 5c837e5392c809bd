import { renewByScript } from '$lib/server/http/sign-in-handlers';

export const POST = renewByScript;
