import { signOutAnyhow } from '$lib/server/http/sign-in-handlers';

export const POST = signOutAnyhow;
