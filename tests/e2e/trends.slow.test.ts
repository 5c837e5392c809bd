import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { pdfText } from '../support/pdf-text';
import { visit } from '../support/visitor';

const url = inject('plantUrl');
/** A window that is over: what is counted of it does not change between two looks. */
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const WINDOW = `?period=30d&until=${yesterday}`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const squeezed = (text: string): string => text.replaceAll(/[\s\u202f\u00a0]/g, '');

/** Each drawn line of each figure as the page shows it: its label, its number and the number before. */
const figuresOf = (page: Page): Promise<{ figure: string; sentence: string; numbers: string[] }[]> =>
  page.locator('[data-figure]').evaluateAll((figures) =>
    figures.map((figure) => ({
      figure: (figure as HTMLElement).dataset['figure'] ?? '',
      sentence: figure.querySelector('.sentence')?.textContent?.trim() ?? '',
      numbers: [...figure.querySelectorAll('dl .number')].map((number) => number.textContent?.trim() ?? ''),
    })),
  );

describe('the report', () => {
  it('prints the figures of the page, and needs no script for it', async () => {
    const seen = await visit(browser, url, { person: 'manager', path: `/posture${WINDOW}` });
    await seen.page.locator('[data-trends=shown]').waitFor();
    const onPage = await figuresOf(seen.page);
    expect(onPage).toHaveLength(14);
    const cookies = await seen.context.cookies();
    await seen.close();

    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${url}/posture/report${WINDOW}`);
    for (const { figure, sentence, numbers } of onPage) {
      const own = page.locator(`[data-figure="${figure}"]`);
      expect([figure, (await own.locator('.sentence').innerText()).trim()]).toEqual([figure, sentence]);
      const printed = await own.locator('[data-now]').allInnerTexts();
      expect([figure, printed.slice(0, numbers.length)]).toEqual([figure, numbers]);
    }
    const text = squeezed(pdfText(await page.pdf({ format: 'A4', tagged: true, outline: true })));
    const expected = [
      ...onPage.map(({ sentence }) => sentence),
      ...[
        'NIS2, article 21(2)',
        'IEC 62443-2-1, security program',
        'What is not known',
        'Hash of the inputs',
      ],
      '17 Oct 2024',
    ];
    expect(expected.filter((words) => !text.includes(squeezed(words)))).toEqual([]);
    // What belongs to the screen alone stays there.
    expect(text).not.toContain(squeezed('Back to the trends'));
    await context.close();
  }, 60_000);
});

describe('the trends', () => {
  it('are all of them tables too, and stand in the address', async () => {
    const { page, complaints, close } = await visit(browser, url, { person: 'manager', path: '/posture' });
    await page.locator('[data-chart=painted]').first().waitFor({ timeout: 20_000 });
    await page.getByRole('link', { name: 'As tables' }).click();
    await page.waitForURL(/as=tables/);
    await expect.poll(() => page.locator('[data-figure] table').count()).toBe(14);
    await page.getByRole('link', { name: '30 days' }).click();
    await page.waitForURL(/period=30d/);
    await page.getByLabel('Part of the plant').selectOption({ label: 'Raw water intake' });
    await page.waitForURL(/zone=raw-water/);
    expect(new URL(page.url()).searchParams.get('period')).toBe('30d');
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});

describe('an attestation that is due', () => {
  it('is signed again from the list, and is then due no more', async () => {
    const { page, complaints, close } = await visit(browser, url, {
      person: 'manager',
      path: '/attestations',
    });
    await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
    const row = page.locator('[data-due=overdue]').first();
    const id = await row.getAttribute('data-attestation');
    await row.getByRole('button', { name: 'Renew' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Accounts looked at').fill('9');
    await dialog.getByRole('button', { name: 'Renew' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => page.locator(`[data-attestation="${id}"]`).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});
