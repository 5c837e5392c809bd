import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { visit, type Visitor } from '../support/visitor';

const env = cleanEnvironment(inject('plantEnv'));
const ZONE = '/zones/processing';
const GATEWAY = 'gw-004';
const PORT = '5900';
const SEEN_MS = 20_000;

let browser: Browser;
let manager: Visitor;

beforeAll(async () => {
  browser = await launchChromium();
  manager = await visit(browser, inject('plantUrl'), { person: 'manager', path: ZONE });
  await manager.page.locator('header [data-link=live]').waitFor({ timeout: SEEN_MS });
});
afterAll(() => browser?.close());

const availability = () => manager.page.locator('[data-fr="7"]');
const shows = (text: RegExp) =>
  availability().locator('.figure').filter({ hasText: text }).waitFor({ timeout: SEEN_MS });
const sim = (command: string) => zonewatch(['sim', command, GATEWAY, PORT], env);

it('a port that nobody listed takes a zone’s availability to 0, says why, and closing it gives 4 back', async () => {
  await shows(/to 4$/);
  expect(sim('open-port')).toMatchObject({ code: 0 });
  await shows(/^0$/);

  await availability().locator('button').click();
  const reason = manager.page.locator('[data-standing="not-met"]').filter({ hasText: 'SR 7.7' });
  await reason.locator('summary').click();
  await reason.filter({ hasText: `not listed: ${PORT}/tcp` }).waitFor();
  await reason.filter({ hasText: 'Raised by: Nothing listens but 22/tcp' }).waitFor();

  expect(sim('close-port')).toMatchObject({ code: 0 });
  await shows(/to 4$/);
  await reason.waitFor({ state: 'detached', timeout: SEEN_MS });
  expect(manager.complaints).toEqual([]);
});

it('a demo has a zone that is confirmed at 1, one at 2, and one at 0 that says why', async () => {
  const least = async (zone: string): Promise<number> => {
    const answer = await manager.page.request.get(`${inject('plantUrl')}/api/v1/zones/${zone}/posture`);
    const { frs } = (await answer.json()) as { frs: { confirmed: number }[] };
    return Math.min(...frs.map(({ confirmed }) => confirmed));
  };
  expect([await least('processing'), await least('ship-loading'), await least('conveying')]).toEqual([
    1, 2, 0,
  ]);
  await manager.page.goto(`${inject('plantUrl')}/zones/conveying`);
  await manager.page.locator('[data-fr="3"] button').click();
  const reason = manager.page.locator('[data-standing="not-met"]').filter({ hasText: 'SR 3.6' });
  await reason.filter({ hasText: 'Reaction to a lost control word: off after 1 s' }).waitFor();
});
