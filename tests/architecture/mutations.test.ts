import { expect, it } from 'vitest';
import { actionsOf } from './actions-of';
import { readSources } from './source-tree';

const code = readSources().filter((file) => !file.isTest);
const routes = code.filter((file) => file.path.startsWith('src/routes/') && /server\.ts$/.test(file.path));

/** Handlers that are not made on the spot must come from the room that knows the wrapper. */
function comesFromHttp(path: string, name: string): boolean {
  const file = routes.find((route) => route.path === path);
  const from = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '\\$lib/server/http/`);
  return file !== undefined && from.test(file.text);
}

it('every form action is made by the one wrapper', () => {
  const bare = routes.flatMap(({ path, text }) =>
    actionsOf(text)
      .filter(({ value }) => value !== 'formAction' && !comesFromHttp(path, value))
      .map(({ name }) => `${path} ${name}`),
  );
  expect(bare).toEqual([]);
});

it('a bare action would be found', () => {
  const planted =
    'export const actions: Actions = {\n  add: formAction(add, { done: () => ({}) }),\n  remove: async () => ({}),\n};';
  expect(actionsOf(planted)).toEqual([
    { name: 'add', value: 'formAction' },
    { name: 'remove', value: 'async' },
  ]);
});

it('every endpoint that changes something is made by the one wrapper', () => {
  const bare = routes.flatMap(({ path, text }) =>
    [...text.matchAll(/export (?:const|async function|function) (POST|PUT|PATCH|DELETE)\b[^=(]*=?\s*(\w*)/g)]
      .filter(([, , value = '']) => value !== 'apiMutation' && !comesFromHttp(path, value))
      .map(([, method]) => `${path} ${method}`),
  );
  expect(bare).toEqual([]);
});

it('pages, endpoints and commands of the shell write to no table by themselves', () => {
  const writing = code
    .filter(({ path }) => /^src\/(routes|cli)\/|^src\/lib\/server\/http\//.test(path))
    .filter(({ text }) =>
      /\.transaction\(|\.(insert|update|delete)\([a-z]\w*\)\s*\.(values|set|where)/.test(text),
    )
    .map(({ path }) => path);
  expect(writing).toEqual([]);
});
