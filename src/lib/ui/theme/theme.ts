export const THEMES = ['day', 'night'] as const;
export type Theme = (typeof THEMES)[number];

/** The choice is kept in a cookie, so that the server renders the right ground and nothing flashes. */
export const THEME_COOKIE = 'zonewatch-theme';
const YEAR_S = 31_536_000;

/** Theme that a cookie's value asks for; day when it says nothing. */
export const themeOf = (cookie: string | undefined): Theme => (cookie === 'night' ? 'night' : 'day');

/** The first piece of a rendered page with its theme written into the `<html>` tag of app.html. */
export const withTheme = (html: string, theme: Theme): string =>
  html.replace('data-theme="day"', `data-theme="${theme}"`);

const root = (): HTMLElement => document.documentElement;

/** Changes between day and night, here and for the pages to come. Browser only. */
export function toggleTheme(): Theme {
  const next: Theme = root().dataset.theme === 'night' ? 'day' : 'night';
  root().dataset.theme = next;
  document.cookie = `${THEME_COOKIE}=${next}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  return next;
}

/** Calls back after each change of theme; drawings on canvas must be drawn again. Browser only. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(root(), { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** Current colours of tokens, for drawings that style sheets cannot reach. Browser only. */
export function tokenColours<Name extends string>(names: readonly Name[]): Record<Name, string> {
  const style = getComputedStyle(root());
  const colours: Partial<Record<Name, string>> = {};
  for (const name of names) colours[name] = style.getPropertyValue(`--${name}`).trim();
  return colours as Record<Name, string>;
}
