import { expect, it } from 'vitest';
import { measureMatching } from '../bench/advisories';

it('advisories are held against assets by the very code that is measured', async () => {
  const figures = await measureMatching({ signal: new AbortController().signal }, 50, 500);
  const of = (name: string) => figures.find((figure) => figure.name === name)?.value ?? 0;
  expect(of('matches')).toBeGreaterThan(10);
  expect(of('read, index and match')).toBeLessThan(10);
});
