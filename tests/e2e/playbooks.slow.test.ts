import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import { launchChromium } from '../support/chromium';
import { DEMO_PASSWORD } from '../support/demo-plant';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { visit, type Visitor } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SEEN_MS = 20_000;
/** A gateway that no other test of the run touches. */
const GATEWAY = 'gw-007';

/** One step by hand, one that the process owner has to approve, and the end. */
const PLAYBOOK = {
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: 'playbook--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e11',
  name: 'Look at the cabinet, then switch it off',
  description: 'Two steps, the second with consent.',
  playbook_types: ['remediation'],
  created_by: 'identity--1456b884-155f-45e5-9dcc-7577d7df6648',
  created: '2026-11-21T12:00:00.000Z',
  modified: '2026-11-21T12:00:00.000Z',
  workflow_start: 'start--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e12',
  playbook_variables: {
    __serial__: { type: 'string', description: 'Serial number on the plate', value: null },
  },
  workflow: {
    'start--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e12': {
      type: 'start',
      on_completion: 'action--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e13',
    },
    'action--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e13': {
      type: 'action',
      name: 'Look at the cabinet',
      commands: [{ type: 'manual', command: 'Read the plate out by phone.' }],
      agent: 'individual--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e14',
      out_args: ['__serial__'],
      timeout: 3_600_000,
      on_success: 'action--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e15',
      on_failure: 'end--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e16',
      step_extensions: {
        'extension-definition--a82aca27-8bac-4aee-93fb-82b2fc4e6e22': { effect: 'none' },
      },
    },
    'action--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e15': {
      type: 'action',
      name: 'Switch it off',
      commands: [{ type: 'manual', command: 'Open the breaker of the cabinet.' }],
      agent: 'individual--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e14',
      timeout: 3_600_000,
      on_success: 'end--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e17',
      on_failure: 'end--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e18',
      step_extensions: {
        'extension-definition--a82aca27-8bac-4aee-93fb-82b2fc4e6e22': {
          effect: 'disruptive',
          approval: {
            roles: ['process_owner'],
            min_approvers: 1,
            not_requester: true,
            reauth: true,
            expires_ms: 3_600_000,
            on_expiry: 'fail',
          },
        },
      },
    },
    'end--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e16': { type: 'end' },
    'end--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e17': { type: 'end' },
    'end--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e18': { type: 'end' },
  },
  agent_definitions: {
    'individual--5b0c3f0e-4d0a-4f6e-9a51-0d3f2b7c9e14': { type: 'individual', name: 'Shift on site' },
  },
  extension_definitions: {
    'extension-definition--a82aca27-8bac-4aee-93fb-82b2fc4e6e22': {
      type: 'extension-definition',
      name: 'x-ot-execution',
      created_by: 'identity--1456b884-155f-45e5-9dcc-7577d7df6648',
      schema: 'https://zonewatch.invalid/x-ot-execution',
      version: '1.0.0',
    },
  },
};

const live = (page: Page) => page.locator('header [data-link=live]').waitFor({ timeout: SEEN_MS });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.target.join(' ')} (${nodes.length})`);
}

describe('a playbook', () => {
  let browser: Browser;
  let responder: Visitor;
  let owner: Visitor;

  beforeAll(async () => {
    browser = await launchChromium();
    [responder, owner] = await Promise.all([
      visit(browser, url, { person: 'responder', path: '/playbooks' }),
      visit(browser, url, { person: 'owner', path: `/playbooks/${RECOVERY.unauthorisedWrite}` }),
    ]);
    await Promise.all([live(responder.page), live(owner.page)]);
  });
  afterAll(() => browser?.close());

  it('is approved and signed by a process owner, who enters the password for it', async () => {
    const { page } = owner;
    await button(page, 'Approve and sign').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('walked through with the shift');
    await dialog.getByLabel('Your password').fill(DEMO_PASSWORD);
    await dialog.getByRole('button', { name: 'Approve and sign' }).click();
    await dialog.waitFor({ state: 'detached' });
    await button(page, 'Approve and sign').waitFor({ state: 'detached' });
    const signed = page.locator('main').getByText(/^signed/);
    expect(await signed.first().textContent()).toMatch(/^signed/);
  });

  it('is two clicks from an alarm to its first step, which is on the screen within a second', async () => {
    expect(zonewatch(['sim', 'attack', 'intrusion', GATEWAY], env)).toMatchObject({ code: 0 });
    const { page } = responder;
    await page.goto(`${url}/alarms?gateway=${GATEWAY}`);
    const row = page.locator('[role=row][data-alarm]').filter({ hasText: /write/i }).first();
    await row.waitFor({ timeout: SEEN_MS });
    await row.click();
    await page.locator('[data-detail]').waitFor();

    await button(page, 'Start playbook').click();
    const start = page.getByRole('dialog').getByRole('button', { name: 'Start run' });
    await start.and(page.locator(':enabled')).waitFor();
    const began = Date.now();
    await start.click();
    await page.locator('[data-now]').first().waitFor();
    const took = Date.now() - began;
    expect(new URL(page.url()).pathname).toMatch(/^\/runs\/\d+$/);
    await page.locator('[data-now] h3').filter({ hasText: 'Safety first' }).waitFor();
    expect(took).toBeLessThanOrEqual(1_000);
  });

  it('is found again where it acts, and is cancelled with a reason', async () => {
    const { page } = responder;
    const run = new URL(page.url()).pathname;
    await owner.page.goto(`${url}/gateways/${GATEWAY}`);
    await owner.page.locator(`main a[href="${run}"]`).first().waitFor({ timeout: SEEN_MS });
    await button(page, 'Cancel the run').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('only looked');
    await dialog.getByRole('button', { name: 'Cancel the run' }).click();
    await page.locator('[data-run-status=cancelled]').waitFor();
    await owner.page.locator(`main a[href="${run}"]`).first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(run);
  });

  it('is imported from pasted text, which is checked while it stands there', async () => {
    const { page } = responder;
    await page.goto(`${url}/playbooks`);
    await live(page);
    await button(page, 'Import')
      .or(page.getByRole('button', { name: 'Import M' }))
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Its text').fill('{"type":"playbook"}');
    await dialog.locator('[data-finding=schema]').first().waitFor();
    await dialog.getByLabel('Its text').fill(JSON.stringify(PLAYBOOK));
    await dialog.getByText('No error.').waitFor();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.waitForURL(new RegExp(`/playbooks/${PLAYBOOK.id}$`));
    await page.locator('[data-verb]').filter({ hasText: 'Switch it off' }).waitFor();
    expect(await dialog.count()).toBe(0);
  });

  it('runs as a drill that every screen marks, through a step by hand to an approval', async () => {
    const { page } = responder;
    await button(page, 'Start playbook').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Drill', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Start drill' }).click();
    await page.locator('[data-now]').first().waitFor();
    await page.locator('main [data-mode=drill]').filter({ hasText: 'DRILL ×60' }).first().waitFor();
    await owner.page.goto(`${url}/overview`);
    await owner.page.locator('header [data-rehearsed]').filter({ hasText: 'DRILL ×60' }).waitFor();

    await page.getByLabel('Serial number on the plate').fill('A-104');
    await button(page, 'Done').click();
    await page.locator('[data-now][data-status=waiting-approval]').waitFor();
    expect(await page.getByText('somebody else has to answer').count()).toBe(1);
  });

  it.each(['day', 'night'] as const)('has no serious fault of accessibility by %s', async (theme) => {
    const run = new URL(responder.page.url()).pathname;
    const { page, close } = await visit(browser, url, { person: 'owner', theme, path: run });
    const faults: string[] = [];
    await page.locator('[data-approval]').waitFor();
    faults.push(...(await faultsOf(page)));
    for (const path of ['/playbooks', `/playbooks/${RECOVERY.firmwareCorruption}`, '/runs?state=all']) {
      await page.goto(url + path);
      await live(page);
      faults.push(...(await faultsOf(page)));
    }
    await close();
    expect(faults).toEqual([]);
  });

  it('asks whoever may approve on every screen, and goes on with the second person’s consent', async () => {
    const run = new URL(responder.page.url()).pathname;
    const { page } = owner;
    const chip = page.locator('header [data-asked]');
    await chip.filter({ hasText: 'Switch it off' }).waitFor();
    await chip.click();
    await page.waitForURL(url + run);
    await page.getByLabel('Why').fill('the line stands');
    await page.getByLabel('Your password').fill('not the password');
    await button(page, 'Approve').click();
    await page
      .locator('[data-act=failed]')
      .filter({ hasText: /password/i })
      .waitFor();
    await page.getByLabel('Your password').fill(DEMO_PASSWORD);
    await button(page, 'Approve').click();

    await responder.page.locator('[data-now][data-status=waiting-person]').waitFor();
    await chip.waitFor({ state: 'detached' });
    await button(responder.page, 'Done').click();
    for (const { page: seen } of [responder, owner]) {
      await seen.locator('[data-run-status=succeeded]').waitFor();
    }
    await responder.page.locator('[data-step]').filter({ hasText: 'Switch it off' }).click();
    await responder.page.getByText('the line stands').first().waitFor();
    expect([...responder.complaints, ...owner.complaints].filter((text) => !/401|403/.test(text))).toEqual(
      [],
    );
  });

  it('fits a phone: what to do now comes before everything that was', async () => {
    const run = new URL(responder.page.url()).pathname;
    const { page, close } = await visit(browser, url, {
      person: 'responder',
      path: run,
      viewport: { width: 390, height: 844 },
    });
    await page.locator('[data-run-status]').waitFor();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(wide).toBe(false);
    const top = async (name: string) => (await page.getByRole('heading', { name }).boundingBox())?.y ?? 0;
    expect(await top('Now')).toBeLessThan(await top('Steps'));
    await close();
  });
});
