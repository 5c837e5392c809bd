/** Where people come to when nothing else is said. */
export const HOME = '/overview';

/** A path on this very server from what came in an address, else home: never another site. */
export function returnPath(wanted: string | null | undefined): string {
  if (wanted === null || wanted === undefined || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(wanted)) return HOME;
  return wanted.startsWith('/login') || wanted.startsWith('/logout') ? HOME : wanted;
}

export const signInPath = (url: URL): string =>
  `/login?next=${encodeURIComponent(url.pathname + url.search)}`;
