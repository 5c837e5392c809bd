import { building } from '$app/environment';
import { requestPath } from '$lib/server/http/hook-order';
import { currentApp, start } from '$lib/server/runtime';

export const init = async () => {
  if (!building) await start();
};

export const handle = requestPath(currentApp);

export { handleError } from '$lib/server/http/unexpected';
