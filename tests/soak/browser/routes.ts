import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A page of the app: its address as the folders of the routes have it, and what addresses match. */
export interface Route {
  /** Such as /drives/[drive]. */
  name: string;
  pattern: RegExp;
}

const ROUTES = join(import.meta.dirname, '../../../src/routes');

/** Every page of the app, read from its routes; the catch-all, which says that there is none, is no page. `within` is a layout group, such as `(plant)`. */
export function readRoutes(within = ''): Route[] {
  return pagesBelow(join(ROUTES, within), '')
    .map((name) => ({ name: name || '/', pattern: patternOf(name || '/') }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function pagesBelow(folder: string, path: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === '+page.svelte') return [path];
    if (!entry.isDirectory()) return [];
    // Takes whatever is nobody's page, and would be taken for each of them.
    if (entry.name.startsWith('[...')) return [];
    const isGroup = /^\(.*\)$/.test(entry.name);
    return pagesBelow(join(folder, entry.name), isGroup ? path : `${path}/${entry.name}`);
  });
}

/** `[drive=driveId]` stands for one part of an address. */
const patternOf = (name: string): RegExp =>
  new RegExp(`^${name.replace(/\[[^\]]+\]/g, '[^/]+').replaceAll('/', '\\/')}$`);

/** The page that an address is of: one of just that name before one with a part that may be anything. */
export const routeOf = (routes: readonly Route[], pathname: string): Route | undefined =>
  routes.find(({ name }) => name === pathname) ?? routes.find(({ pattern }) => pattern.test(pathname));
