import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import type { RunStepView } from '../../src/lib/protocol/runs';
import { launchChromium } from '../support/chromium';
import { DEMO_PASSWORD } from '../support/demo-plant';
import { Crew } from '../support/drill';
import { acknowledge, untilItRests } from '../support/recovery-drills';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { until } from '../support/until';
import { visit, type Visitor } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));
/** A gateway that no other test of the run touches. */
const GATEWAY = 'gw-008';
const SEEN_MS = 30_000;
/** How long the playbook watches values and alarms after the change; as shipped, a quarter of an hour. */
const WATCH_S = '4';

const live = (page: Page) => page.locator('header [data-link=live]').waitFor({ timeout: SEEN_MS });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const sim = (...args: string[]) => expect(zonewatch(['sim', ...args], env)).toMatchObject({ code: 0 });
const nowAt = (page: Page, name: string) =>
  page
    .locator('[data-now]')
    .filter({ has: page.locator('h3', { hasText: name }) })
    .first();

/** Reports a step by hand as done once it stands there. */
async function done(page: Page, name: string, values: Readonly<Record<string, string>> = {}): Promise<void> {
  const now = nowAt(page, name);
  await now.waitFor({ timeout: SEEN_MS });
  for (const [label, value] of Object.entries(values)) await now.getByLabel(label).fill(value);
  await now.getByRole('button', { name: 'Done', exact: true }).click();
  await now.waitFor({ state: 'detached', timeout: SEEN_MS });
}

describe('damaged firmware, from the attack to the proof', () => {
  const crew = new Crew(url);

  /** A second responder lets a gateway be asked for something that changes nothing; whoever began the run cannot. */
  async function consent(name: string): Promise<void> {
    const asked = await until(
      async () => {
        const { body } = await crew.get('deputy', run);
        const step = (body['steps'] as RunStepView[]).find((one) => one.name === name);
        return step?.status === 'waiting-approval' && step;
      },
      60_000,
      `${name} to be asked for`,
      250,
    );
    const { step, approval } = asked;
    const said = { bindsTo: approval?.bindsTo, reason: 'logs are needed' };
    expect(await crew.post('deputy', `${run}/steps/${step}/approve`, said)).toMatchObject({ status: 200 });
  }

  let browser: Browser;
  let responder: Visitor;
  let owner: Visitor;
  let incident: string;
  let run: string;

  beforeAll(async () => {
    const added = zonewatch(['user', 'add', 'deputy', 'responder@plant'], env);
    await crew.signIn('deputy', /shown only here: (\S+)/.exec(added.out)?.[1]);
    browser = await launchChromium();
    [responder, owner] = await Promise.all([
      visit(browser, url, { person: 'responder', path: '/incidents' }),
      visit(browser, url, { person: 'owner', path: `/playbooks/${RECOVERY.firmwareCorruption}` }),
    ]);
    await Promise.all([live(responder.page), live(owner.page)]);
  });
  afterAll(() => browser?.close());

  it('is answered by a playbook that the process owner has approved and signed', async () => {
    const { page } = owner;
    await button(page, 'Approve and sign').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('walked through with the shift');
    await dialog.getByLabel('Your password').fill(DEMO_PASSWORD);
    await dialog.getByRole('button', { name: 'Approve and sign' }).click();
    await dialog.waitFor({ state: 'detached' });
    await button(page, 'Approve and sign').waitFor({ state: 'detached' });
    expect(await dialog.count()).toBe(0);
  });

  it('opens an incident by itself when it is staged', async () => {
    sim('attack', 'firmware-tamper', GATEWAY);
    sim('corrupt-firmware', GATEWAY);
    const row = responder.page.locator('[data-incident]').filter({ hasText: GATEWAY }).first();
    await row.waitFor({ timeout: SEEN_MS });
    await row.locator('.what a').click();
    await responder.page.waitForURL(/\/incidents\/\d+$/);
    incident = new URL(responder.page.url()).pathname;
    // It starts again and again before it comes to a rest as a slot that is known to be bad.
    await untilItRests({ crew }, GATEWAY);
  }, 120_000);

  it('is answered from the incident: the playbook that fits is chosen and filled in', async () => {
    const { page } = responder;
    await button(page, 'Start playbook').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The gateway, by its name in Zonewatch.').waitFor();
    expect(await dialog.getByLabel('Playbook').inputValue()).toBe(RECOVERY.firmwareCorruption);
    expect(await dialog.getByLabel('The gateway, by its name in Zonewatch.').inputValue()).toBe(GATEWAY);
    await dialog.getByLabel(/^Seconds that values and alarms are watched/).fill(WATCH_S);
    await dialog.getByRole('button', { name: 'Start run' }).click();
    await page.waitForURL(/\/runs\/\d+$/);
    run = new URL(page.url()).pathname;
    await nowAt(page, 'Safety first').waitFor();
  });

  it(
    'is worked through by hand and by software up to the step that disturbs',
    { timeout: 150_000 },
    async () => {
      const { page } = responder;
      await done(page, 'Safety first');
      await consent('Have its logs sent');
      await done(page, 'Freeze updates');
      await done(page, 'Is it the right one?');
      await done(page, 'Backup at hand?');
      const asked = nowAt(page, 'Boot the other slot');
      await asked.waitFor({ timeout: SEEN_MS });
      await asked.getByText('somebody else has to answer').waitFor();
      expect(await asked.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    },
  );

  it('is approved by the second person at their own screen, with every drive named', async () => {
    const { page } = owner;
    await page.goto(`${url}/overview`);
    const chip = page.locator('header [data-asked]').filter({ hasText: 'Boot the other slot' });
    await chip.click({ timeout: SEEN_MS });
    await page.waitForURL(url + run);
    const asked = nowAt(page, 'Boot the other slot');
    await asked.locator('[data-drive]').first().waitFor();
    for (const box of await asked.getByRole('checkbox').all()) await box.check();
    await asked.getByLabel('Why').fill('read what each drive does');
    await asked.getByLabel('Your password').fill(DEMO_PASSWORD);
    await asked.getByRole('button', { name: 'Approve', exact: true }).click();
    await chip.waitFor({ state: 'detached' });
    expect(await asked.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
  });

  it(
    'rolls back once, comes again on the other slot, and is checked until it holds',
    { timeout: 150_000 },
    async () => {
      const { page } = responder;
      const crew = new Crew(url);
      const isWatched = async () => {
        await acknowledge(crew, GATEWAY);
        return (await nowAt(page, 'Mark the slot good').count()) > 0;
      };
      await until(isWatched, 120_000, 'values, clock, certificate and alarms to be right', 1_000);
      const { out } = zonewatch(['sim', 'commands', GATEWAY], env);
      const rollbacks = out.split('\n').filter((line) => line.startsWith('firmware_update/'));
      expect(rollbacks).toEqual([expect.stringContaining('begun 1')]);
      const check = page.locator('[data-step]').filter({ hasText: 'It is back on the other slot' });
      await check.click();
      await page.getByText('firmware.active_slot').first().waitFor();
    },
  );

  it('ends with the decision on reporting, and stands in the timeline of its incident', async () => {
    const { page } = responder;
    await done(page, 'Mark the slot good');
    await done(page, 'Keep the bad image from spreading');
    await done(page, 'Must it be reported?', { 'Whether it must be reported': 'no' });
    await page.locator('[data-run-status=succeeded]').waitFor({ timeout: SEEN_MS });
    await page.goto(url + incident);
    await page.locator('[data-phase=monitoring]').waitFor();
    const line = page.locator('[data-line]').filter({ hasText: 'Boot the other slot: approved' });
    expect(await line.first().textContent()).toContain('read what each drive does');
  });

  it('is closed with a verdict, and everything that was done is in a log that verifies', async () => {
    const { page } = responder;
    await page.locator('main').getByRole('button', { name: 'Close', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Verdict').selectOption('true-positive-no-impact');
    await dialog.getByLabel('Why').fill('bad image removed, slot watched');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await page.locator('[data-phase=closed]').waitFor();
    const verified = zonewatch(['audit', 'verify'], env);
    expect(verified.out).toContain('Verified: all');
    await page.goto(`${url}/audit?action=run.&object=${encodeURIComponent(`run ${run.split('/').at(-1)}`)}`);
    const begun = page
      .getByRole('row')
      .filter({ hasText: 'run.step-begun' })
      .filter({ hasText: /Boot the other slot/ });
    await begun.first().waitFor();
    expect([...responder.complaints, ...owner.complaints].filter((text) => !/40[139]/.test(text))).toEqual(
      [],
    );
  });
});
