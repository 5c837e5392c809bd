import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { cleanEnvironment } from '../support/server-process';
import { visit } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'zonewatch-audit-e2e-'));

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()));
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const zonewatch = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/zonewatch.js', ...args],
    { cwd: root, env, encoding: 'utf8', timeout: 60_000 },
  );
  return { status, stdout, stderr };
};

describe('the audit page', () => {
  it('shows what is done while it is looked at, and how far it is verified', async () => {
    const manager = await visit(browser, url, { person: 'manager', path: '/audit' });
    await manager.page.getByText(/Verified up to entry \d+/).waitFor({ timeout: 30_000 });
    await manager.page.mouse.move(5, 5);
    const operator = await visit(browser, url, { person: 'operator' });
    const row = manager.page.getByRole('row').nth(1);
    await row
      .filter({ hasText: 'operator' })
      .filter({ hasText: 'session.start' })
      .waitFor({ timeout: 20_000 });
    await operator.close();
    expect(manager.complaints).toEqual([]);
    await manager.close();
  });

  it('keeps filters in the address, and says when nothing fits', async () => {
    const { page, close } = await visit(browser, url, {
      person: 'manager',
      path: '/audit?action=session.&actor=manager',
    });
    await page.getByLabel('On what').fill('person manager');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/object=person\+manager/);
    expect(await page.getByLabel('Who', { exact: true }).inputValue()).toBe('manager');
    await page.getByRole('cell', { name: 'session.start' }).first().waitFor();
    await page.goto(`${url}/audit?actor=nobody-of-that-name`);
    await page.getByText(/No entry fits \(asked/).waitFor();
    await close();
  });

  it('proves one entry, and exports what a command verifies without the plant', async () => {
    const { page, close } = await visit(browser, url, { person: 'manager', path: '/audit?action=person.' });
    await page.locator('tbody a.door').first().click();
    await page.getByText('c2sp.org/tlog-proof@v1').waitFor({ timeout: 70_000 });
    await page.goto(`${url}/audit`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export with proofs' }).click();
    const file = join(folder, 'audit.jsonl');
    await (await download).saveAs(file);
    const { status, stdout, stderr } = zonewatch('audit', 'verify', file);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('none is missing between');
    expect(zonewatch('audit', 'verify').stdout).toContain('Verified: all');
    await close();
  });

  it('offers no export to who may not export', async () => {
    const { page, close } = await visit(browser, url, { person: 'responder', path: '/audit' });
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    expect(await page.getByRole('link', { name: 'Export with proofs' }).count()).toBe(0);
    await close();
  });

  it.each(['day', 'night'] as const)(
    'has no serious fault of accessibility by %s, also on a phone',
    async (theme) => {
      const visitor = await visit(browser, url, {
        person: 'administrator',
        path: '/audit',
        theme,
        viewport: { width: 390, height: 844 },
      });
      await visitor.page.getByText('What this proves, and what it cannot').click();
      await visitor.page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
      expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        390,
      );
      const { violations } = await new AxeBuilder({ page: visitor.page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      await visitor.close();
    },
  );
});
