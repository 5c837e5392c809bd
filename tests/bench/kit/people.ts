import { makeShell } from '../../../src/cli/shell';
import { withInstallation } from '../../../src/cli/installation';
import { ensurePeople } from '../../../src/lib/server/access/ensure-people';
import type { Product } from './product';

/**
 * Makes a person for each of these grants, such as `operator@site:site-01`, beside a server that runs, and
 * signs each in. Resolves to their Cookie headers, in order.
 */
export async function signInNewPeople(
  product: Pick<Product, 'dataDirectory' | 'env' | 'signIn'>,
  grants: readonly string[],
): Promise<string[]> {
  const people = grants.map((grant, i) => ({
    person: `watcher-${i + 1}`,
    displayName: `Watcher ${i + 1}`,
    grants: [grant],
    password: product.env['ZONEWATCH_DEMO_PASSWORD'],
  }));
  const silent = () => undefined;
  const shell = makeShell({
    env: product.env,
    workingDirectory: product.dataDirectory,
    print: silent,
    complain: silent,
  });
  await withInstallation(shell, ({ host }) => ensurePeople(host, people));
  const cookies: string[] = [];
  for (const { person } of people) cookies.push(await product.signIn(person));
  return cookies;
}
