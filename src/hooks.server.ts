import { building } from '$app/environment';
import type { Handle } from '@sveltejs/kit';
import { requestPath } from '$lib/server/http/hook-order';
import { currentApp, start } from '$lib/server/runtime';
import { THEME_COOKIE, themeOf, withTheme } from '$lib/ui/theme/theme';

export const init = async () => {
  if (!building) await start();
};

const answer = requestPath(currentApp);

/** Pages leave in the theme of the person's cookie, so that no night shift is dazzled by a white flash. */
export const handle: Handle = ({ event, resolve }) => {
  const theme = themeOf(event.cookies.get(THEME_COOKIE));
  return answer({
    event,
    resolve: (to) => resolve(to, { transformPageChunk: ({ html }) => withTheme(html, theme) }),
  });
};

export { handleError } from '$lib/server/http/unexpected';
