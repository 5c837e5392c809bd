import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { serverPid } from '../support/server-pid';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { visit, type Visitor } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));
/** Drives that no other test of the run touches. */
const DRIVE = 'ut-103';
const OTHER = 'ut-105';

const sim = (...words: string[]) => expect(zonewatch(['sim', ...words], env)).toMatchObject({ code: 0 });
const banner = (page: Page) => page.locator('header [data-banner=alarm]');
const alarmOf = (page: Page, drive: string) =>
  page.locator(`[role=row][data-alarm]:has-text("${drive}")`).first();
const isLive = (page: Page) => page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });

let browser: Browser;
let open: Visitor[] = [];
beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(async () => {
  await Promise.all(open.map((visitor) => visitor.close()));
  open = [];
});
afterAll(() => browser?.close());

async function arrive(options: Partial<Parameters<typeof visit>[2]> = {}): Promise<Page> {
  const visitor = await visit(browser, url, { person: 'operator', ...options });
  open.push(visitor);
  await isLive(visitor.page);
  return visitor.page;
}

/** Makes the drive trip, and well again however the test ends. */
async function whileTripped(drive: string, look: () => Promise<void>): Promise<void> {
  sim('trip', drive);
  try {
    await look();
  } finally {
    zonewatch(['sim', 'reset', drive], env);
  }
}

/** Acknowledges everything that waits, so that one test's alarms do not cover those of the next. */
async function calm(): Promise<void> {
  const page = await arrive({ path: '/alarms' });
  await page.evaluate(async () => {
    const answer = await fetch('/api/v1/alarms?state=open&limit=500');
    const { items } = (await answer.json()) as { items: { id: number; acked: boolean }[] };
    for (const { id } of items.filter(({ acked }) => !acked)) {
      await fetch(`/api/v1/alarms/${id}/acknowledge`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"note":""}',
      });
    }
  });
}

describe('an alarm', () => {
  it('is on the banner of every page, is acknowledged with a note on one screen and seen on another within a second', async () => {
    await calm();
    const first = await arrive({ path: '/overview' });
    const second = await arrive({ path: '/alarms', person: 'responder' });
    await whileTripped(DRIVE, async () => {
      await banner(first).filter({ hasText: DRIVE }).waitFor({ timeout: 15_000 });
      for (const path of ['/sites', '/gateways/gw-004', '/alarms/journal', '/account', `/drives/${DRIVE}`]) {
        await first.goto(url + path);
        await banner(first).filter({ hasText: DRIVE }).waitFor({ timeout: 15_000 });
      }
      await alarmOf(second, DRIVE).waitFor({ timeout: 15_000 });
      await second.mouse.move(2, 2);

      await first
        .locator('main [data-alarm]', { hasText: 'Acknowledge' })
        .getByRole('button')
        .first()
        .click();
      const note = 'Standby started, electrician called';
      await first.getByRole('dialog').getByRole('textbox').fill(note);
      await first.keyboard.press('Enter');
      await first.locator('main [data-alarm][data-state=acknowledged]').waitFor({ timeout: 5_000 });
      const startedAt = performance.now();
      await second
        .locator(`[role=row][data-state=acknowledged]:has-text("${DRIVE}")`)
        .waitFor({ timeout: 5_000 });
      expect(performance.now() - startedAt).toBeLessThan(1_000);

      await alarmOf(second, DRIVE).click();
      await second.locator('[data-detail]', { hasText: note }).waitFor({ timeout: 10_000 });
    });
  }, 120_000);

  it('is found, opened and acknowledged by the keyboard alone', async () => {
    await calm();
    const page = await arrive({ path: '/alarms' });
    await whileTripped(OTHER, async () => {
      await alarmOf(page, OTHER).waitFor({ timeout: 15_000 });
      await page.keyboard.press('j');
      await page.locator('[data-detail]', { hasText: 'What to do' }).waitFor();
      await page.keyboard.press('a');
      await page.getByRole('dialog').getByRole('textbox').waitFor();
      await page.keyboard.type('Seen from the keyboard');
      await page.keyboard.press('Enter');
      await page
        .locator(`[role=row][data-state=acknowledged]:has-text("${OTHER}")`)
        .waitFor({ timeout: 5_000 });
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/drives\//, { timeout: 10_000 });
    });
  }, 90_000);

  it('is withheld on the shelf, with time left on screen, and annunciated again when its time is over', async () => {
    await calm();
    const page = await arrive({ path: '/alarms' });
    await whileTripped(DRIVE, async () => {
      const id = Number(await alarmOf(page, DRIVE).getAttribute('data-alarm', { timeout: 15_000 }));
      const status = await page.evaluate(
        async (alarm) =>
          (
            await fetch(`/api/v1/alarms/${alarm}/shelve`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ mode: 'timed', minutes: 1, reason: 'test' }),
            })
          ).status,
        id,
      );
      expect(status).toBe(200);
      await page.goto(`${url}/alarms?tab=shelved`);
      await page.locator(`[role=row][data-alarm="${id}"]`, { hasText: 'left' }).waitFor({ timeout: 10_000 });
      expect(await banner(page).filter({ hasText: DRIVE }).count()).toBe(0);
      await banner(page).filter({ hasText: DRIVE }).waitFor({ timeout: 75_000 });
    });
  }, 150_000);
});

describe('the list', () => {
  it('does not move under the pointer in a flood, and counts what is new', async () => {
    await calm();
    sim('flood', '30', 'gw-006');
    try {
      const page = await arrive({ path: '/alarms?group=none' });
      await page.locator('[role=row][data-alarm]').nth(9).waitFor({ timeout: 20_000 });
      await page.locator('[role=row][data-alarm]').nth(4).hover();
      const keys = () =>
        page
          .locator('[role=row][data-alarm]')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
      const before = await keys();
      sim('flood', '60', 'gw-005');
      await page.locator('[data-frozen=true]', { hasText: /\d+ new/ }).waitFor({ timeout: 20_000 });
      expect(await keys()).toEqual(before);
      await page.keyboard.press('f');
      await page.mouse.move(2, 2);
      await page.locator('[data-frozen=false]').waitFor({ timeout: 5_000 });
      expect(await keys()).not.toEqual(before);
    } finally {
      sim('flood', '0', 'gw-006');
      sim('flood', '0', 'gw-005');
      await calm();
    }
  }, 120_000);

  it('is the same for whoever opens its address', async () => {
    const page = await arrive({ path: '/alarms' });
    await page.getByRole('button', { name: /only priority 2/ }).click();
    await page.waitForURL(/priority=2/);
    await page.getByText('plant', { exact: true }).first().click();
    await page.waitForURL(/group=plant/);
    const address = page.url();
    const other = await arrive({
      person: 'responder',
      path: new URL(address).pathname + new URL(address).search,
    });
    expect(await other.getByRole('button', { name: /only priority 2/ }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    expect(await other.getByRole('radio', { name: 'plant' }).isChecked()).toBe(true);
  });

  it('says that there is none only with fresh word from the server, and acknowledges nothing without it', async () => {
    await calm();
    const page = await arrive({ path: '/alarms?text=no+alarm+has+these+words' });
    await page.locator('[data-face=none]', { hasText: 'verified' }).waitFor({ timeout: 15_000 });
    const pid = serverPid(String(env['ZONEWATCH_DATA']));
    process.kill(pid, 'SIGSTOP');
    try {
      await page.locator('main [data-face=unknown]').waitFor({ timeout: 5_000 });
      expect(await page.locator('main', { hasText: 'No active alarms' }).count()).toBe(0);
      await page.locator('header [data-counts=unknown]').waitFor({ timeout: 5_000 });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await isLive(page);
    await page.locator('header [data-counts=current]').waitFor({ timeout: 15_000 });
  }, 60_000);

  it('shows an acknowledgement as pending, and as not confirmed within five seconds of a silent server', async () => {
    await calm();
    const page = await arrive({ path: '/alarms' });
    await whileTripped(OTHER, async () => {
      await alarmOf(page, OTHER).waitFor({ timeout: 15_000 });
      const button = banner(page).getByRole('button', { name: 'Acknowledge' });
      await button.waitFor({ timeout: 10_000 });
      const pid = serverPid(String(env['ZONEWATCH_DATA']));
      process.kill(pid, 'SIGSTOP');
      const startedAt = performance.now();
      try {
        await button.click();
        await page.locator('[data-act=pending], [data-act=late]').first().waitFor({ timeout: 3_000 });
        await page.locator('[role=row] [data-act=failed]').waitFor({ timeout: 7_000 });
        expect(performance.now() - startedAt).toBeLessThan(6_500);
        expect(await alarmOf(page, OTHER).getAttribute('data-state')).not.toBe('acknowledged');
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await isLive(page);
    });
  }, 90_000);
});

describe('the sound of alarms', () => {
  it('is said to be not armed on every page until somebody has done something', async () => {
    const page = await arrive();
    for (const path of ['/overview', '/alarms', '/gateways', '/sites', '/account']) {
      await page.goto(url + path);
      await page.locator('header [data-sound=not-armed]').waitFor({ timeout: 15_000 });
    }
    await page.getByRole('button', { name: /NOT armed/ }).click();
    await page.locator('header [data-sound=armed]').waitFor({ timeout: 5_000 });
    expect(await page.locator('header [data-sound=not-armed]').count()).toBe(0);
  });

  it('is silenced for thirty seconds and comes back by itself', async () => {
    await calm();
    const page = await arrive();
    await page.evaluate(() => {
      const tones: number[] = [];
      Reflect.set(window, 'tones', tones);
      const { start } = OscillatorNode.prototype;
      OscillatorNode.prototype.start = function (when) {
        tones.push(performance.now());
        start.call(this, when);
      };
    });
    const tones = () => page.evaluate(() => Reflect.get(window, 'tones') as number[]);
    await page.getByRole('button', { name: /NOT armed/ }).click();
    await page.locator('header [data-sound=armed]').waitFor({ timeout: 5_000 });
    await whileTripped(OTHER, async () => {
      const silence = page.getByRole('button', { name: /Silence/ });
      await silence.waitFor({ timeout: 15_000 });
      await silence.click();
      const silencedAt = await page.evaluate(() => performance.now());
      await page.locator('header [data-sound]', { hasText: 'silenced' }).waitFor({ timeout: 3_000 });
      await page.waitForFunction(
        (from) => (Reflect.get(window, 'tones') as number[]).some((at) => at > from + 1_000),
        silencedAt,
        { timeout: 40_000, polling: 250 },
      );
      const back = (await tones()).find((at) => at > silencedAt + 500) ?? 0;
      expect(Math.abs(back - silencedAt - 30_000)).toBeLessThan(1_000);
    });
  }, 90_000);
});

describe.each(['day', 'night'] as const)('by %s', (theme) => {
  const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

  async function faultsOf(page: Page, where: string): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${where} ${id}: ${nodes
            .map(({ target }) => target.join(' '))
            .slice(0, 3)
            .join(' | ')}`,
      );
  }

  it('pages of alarms have no serious fault of accessibility, calm, in a flood and with a silent server', async () => {
    const page = await arrive({ theme, path: '/alarms' });
    const faults = await faultsOf(page, 'calm');
    await page.goto(`${url}/alarms/journal`);
    await isLive(page);
    faults.push(...(await faultsOf(page, 'journal')));
    sim('flood', '60', 'gw-005');
    try {
      await page.goto(`${url}/alarms`);
      await page.locator('[role=row][data-alarm]').first().waitFor({ timeout: 20_000 });
      await page.locator('[role=row][data-alarm]').first().click();
      await page.locator('[data-detail]').waitFor({ timeout: 10_000 });
      faults.push(...(await faultsOf(page, 'flood')));
      const pid = serverPid(String(env['ZONEWATCH_DATA']));
      process.kill(pid, 'SIGSTOP');
      try {
        await page.locator('header [data-link=down]').waitFor({ timeout: 10_000 });
        faults.push(...(await faultsOf(page, 'stale')));
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    } finally {
      sim('flood', '0', 'gw-005');
    }
    expect(faults).toEqual([]);
    await calm();
  }, 150_000);
});
