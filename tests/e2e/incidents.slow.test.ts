import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { visit, type Visitor } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));
const GATEWAY = 'gw-002';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** An attack has to be seen, judged and stored on the way, beside everything else that the machine does. */
const SEEN_MS = 20_000;

const live = (page: Page) => page.locator('header [data-link=live]').waitFor({ timeout: SEEN_MS });

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.target.join(' ')} (${nodes.length})`);
}

describe('an attack upon a gateway', () => {
  let browser: Browser;
  let operator: Visitor;
  let responder: Visitor;
  let incident: string;

  beforeAll(async () => {
    browser = await launchChromium();
    operator = await visit(browser, url, { person: 'operator', path: '/events' });
    responder = await visit(browser, url, { person: 'responder', path: '/incidents' });
    await Promise.all([live(operator.page), live(responder.page)]);
  });
  afterAll(() => browser?.close());

  it('appears by itself among the events, and as an incident, while people look', async () => {
    const attacked = zonewatch(['sim', 'attack', 'intrusion', GATEWAY], env);
    expect(attacked).toMatchObject({ code: 0 });
    const write = operator.page
      .locator('[data-event]')
      .filter({ hasText: GATEWAY })
      .filter({ hasText: /write/i });
    await write.first().waitFor({ timeout: SEEN_MS });
    const row = responder.page.locator('[data-incident]').filter({ hasText: GATEWAY }).first();
    await row.waitFor({ timeout: SEEN_MS });
    expect(await responder.page.locator('nav a[href="/incidents"] [data-count]').count()).toBe(1);
    await row.locator('.what a').click();
    await responder.page.waitForURL(/\/incidents\/\d+$/);
    incident = new URL(responder.page.url()).pathname;
  });

  it('is told to whoever comes late: what began, what is affected, who did what, what is open', async () => {
    await operator.page.goto(url + incident);
    await live(operator.page);
    const told = operator.page.locator('[data-catch-up]');
    await told.filter({ hasText: 'Nobody has done anything yet.' }).waitFor();
    await told.filter({ hasText: GATEWAY }).waitFor();
    await told.filter({ hasText: 'Nobody has acknowledged it' }).waitFor();
    expect(await operator.page.locator('[data-line][data-kind=security]').count()).toBeGreaterThan(0);
  });

  it('is shown to be looked at by others', async () => {
    const others = operator.page.locator('[data-watching]');
    await others.filter({ hasText: /responder/i }).waitFor({ timeout: 10_000 });
    expect(await others.filter({ hasText: /manager/i }).count()).toBe(0);
  });

  it('is acknowledged once: the name is seen on the other screen, and whoever is late is told who was faster', async () => {
    await operator.page.locator('main').getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await operator.page.getByRole('dialog').waitFor();

    await responder.page.locator('main').getByRole('button', { name: 'Acknowledge', exact: true }).click();
    const dialog = responder.page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('On my way to the cabinet');
    await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    const seen = operator.page.locator('[data-acknowledged-by=responder]');
    await seen.waitFor({ timeout: 5_000 });
    await dialog.waitFor({ state: 'detached' });

    const late = operator.page.getByRole('dialog');
    await late.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await late.filter({ hasText: /acknowledged by responder/i }).waitFor();
    await operator.page.keyboard.press('Escape');
    await late.waitFor({ state: 'detached' });
    const offered = operator.page.locator('main').getByRole('button', { name: 'Acknowledge', exact: true });
    expect(await offered.count()).toBe(0);
  });

  it('is claimed by one, who lets go of it again, and made more severe with a reason', async () => {
    const { page } = responder;
    await page.getByRole('button', { name: 'Claim', exact: true }).click();
    await page.getByRole('button', { name: 'Release claim' }).waitFor();
    const claim = operator.page.getByRole('button', { name: 'Claim', exact: true });
    await claim.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Release claim' }).click();
    await claim.waitFor();

    await page.getByRole('button', { name: 'Severity', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Severity').selectOption('1');
    await dialog.getByLabel('Why').fill('people work at the line');
    await dialog.getByRole('button', { name: /severity/i }).click();
    await dialog.waitFor({ state: 'detached' });
    const line = operator.page.locator('[data-line]').filter({ hasText: 'people work at the line' });
    await line.waitFor();
    expect(await line.textContent()).toMatch(/S1/);
  });

  it('is commented and assigned on one screen and read on the other', async () => {
    const note = 'Cabinet is locked, port 4 unplugged <b>now</b>';
    await responder.page.getByPlaceholder('Note for the timeline').fill(note);
    await responder.page.getByRole('button', { name: 'Add note' }).click();
    await operator.page.locator('[data-line][data-kind=people]').filter({ hasText: note }).waitFor();

    await responder.page.getByRole('button', { name: 'Assign', exact: true }).click();
    const dialog = responder.page.getByRole('dialog');
    await dialog.getByLabel('Assigned to').selectOption('responder');
    await dialog.getByLabel('Why').fill('has the keys');
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await operator.page
      .locator('[data-line]')
      .filter({ hasText: /Assigned to/ })
      .filter({ hasText: 'has the keys' })
      .waitFor();
    expect(await operator.page.locator('[data-line] b', { hasText: /^now$/ }).count()).toBe(0);
  });

  it('offers each person only what their role may do', async () => {
    const offered = (page: Page) =>
      page.locator('main').getByRole('button', { name: 'Close', exact: true }).count();
    expect([await offered(responder.page), await offered(operator.page)]).toEqual([1, 0]);
    const manager = await visit(browser, url, { person: 'manager', path: incident });
    await live(manager.page);
    expect(
      await manager.page
        .locator('main')
        .getByRole('button', { name: /Acknowledge|Claim|Add note/ })
        .count(),
    ).toBe(0);
    await manager.close();
  });

  it.each(['day', 'night'] as const)('has no serious fault of accessibility by %s', async (theme) => {
    const { page, close } = await visit(browser, url, { person: 'responder', theme, path: '/events' });
    const faults: string[] = [];
    await page.locator('[data-event]').first().waitFor({ timeout: SEEN_MS });
    faults.push(...(await faultsOf(page)));
    await page.locator('[data-event] .what a').first().click();
    await page.getByRole('heading', { name: 'Labels to search by' }).waitFor();
    faults.push(...(await faultsOf(page)));
    for (const path of ['/incidents', '/incidents?open=new', incident]) {
      await page.goto(url + path);
      await live(page);
      if (path.includes('open')) await page.getByRole('dialog').waitFor();
      faults.push(...(await faultsOf(page)));
    }
    await close();
    expect(faults).toEqual([]);
  });

  it('takes another incident in, which ends and names it', async () => {
    const { page } = responder;
    await page.goto(`${url}/incidents?open=new`);
    await live(page);
    let dialog = page.getByRole('dialog');
    await dialog.getByLabel('What happens').fill('The same, seen by hand');
    await dialog.getByLabel('Why').fill('reported by phone');
    await dialog.getByRole('button', { name: /open/i }).click();
    await page.waitForURL(/\/incidents\/\d+$/);
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    dialog = page.getByRole('dialog');
    await dialog.getByLabel('The incident that goes on').selectOption(incident.split('/').at(-1) ?? '');
    await dialog.getByLabel('Why').fill('one attack');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.locator('[data-phase=merged]').waitFor();
    await operator.page.locator('[data-line]').filter({ hasText: 'was merged into this' }).waitFor();
    await page.goto(url + incident);
    await live(page);
    expect(await page.locator('[data-phase=merged]').count()).toBe(0);
  });

  it('is moved on and closed with a verdict, and is open nowhere any more', async () => {
    const { page } = responder;
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    let dialog = page.getByRole('dialog');
    await dialog.getByLabel('To', { exact: true }).selectOption('triage');
    await dialog.getByLabel('Why').fill('looking into it');
    await dialog.getByRole('button', { name: /Move to/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await operator.page.locator('[data-phase=triage]').waitFor();

    await page.locator('main').getByRole('button', { name: 'Close', exact: true }).click();
    dialog = page.getByRole('dialog');
    await dialog.getByLabel('Verdict').selectOption('true-positive-no-impact');
    await dialog.getByLabel('Why').fill('source blocked, nothing written');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await operator.page.locator('[data-phase=closed]').waitFor();
    await operator.page.locator('[data-catch-up]').filter({ hasText: 'Nothing: closed since' }).waitFor();
    await page.goto(`${url}/incidents?state=closed`);
    await page.locator(`[data-incident] a[href="${incident}"]`).first().waitFor();
    expect([...operator.complaints, ...responder.complaints].filter((text) => !/409/.test(text))).toEqual([]);
  });
});
