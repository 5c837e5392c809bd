import { expect, it } from 'vitest';
import { evidencePage } from '../../tests/support/evidence-page';

it('the page about evidence says what the program does: vitest -u writes it anew', async () => {
  const page = await evidencePage();
  expect(page.match(/^\| `/gm)).toHaveLength(60);
  await expect(page).toMatchFileSnapshot('EVIDENCE.md');
});
