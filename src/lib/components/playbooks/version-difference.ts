/** A place at which two versions of a playbook differ. */
export interface Difference {
  /** JSON pointer. */
  path: string;
  /** As JSON; undefined where there was, or is, nothing. */
  before: string | undefined;
  after: string | undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * Where two JSON values differ, in the order of their names. Signatures and the time of the version, which always
 * differ, are left out at the top.
 */
export function differencesOf(before: object, after: object): Difference[] {
  const left = new Set(['/modified', '/signatures']);
  return compare('', before, after).filter(({ path }) => !left.has(`/${path.split('/')[1] ?? ''}`));
}

function compare(path: string, before: unknown, after: unknown): Difference[] {
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      compare(`${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, before[name], after[name]),
    );
  }
  if (before === after) return [];
  const written = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value, null, 1));
  return [{ path, before: written(before), after: written(after) }];
}
