import { signInByScript } from '$lib/server/http/sign-in-handlers';

export const POST = signInByScript;
