import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { startDemoPlant, type DemoPlant } from '../support/demo-plant';
import { smallDisk, type SmallDisk } from '../support/small-disk';
import { until } from '../support/until';
import { visit } from '../support/visitor';

describe('a full disk', () => {
  let disk: SmallDisk | undefined;
  let plant: DemoPlant | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    disk = smallDisk(320);
    if (disk === undefined) return;
    plant = await startDemoPlant({ ZONEWATCH_DATA: join(disk.path, 'data'), SIM_MISHAPS: 'off' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await plant?.stop();
    disk?.remove();
  });

  it('is said on the page and by readiness, live values go on, and recording resumes by itself', async (test) => {
    if (disk === undefined || plant === undefined || browser === undefined) {
      return test.skip('only root can make a small disk');
    }
    const { url } = plant;
    const { page, close } = await visit(browser, url, { person: 'operator' });
    const header = page.locator('header').first();
    await header.filter({ hasText: /81 \/ 81/ }).waitFor({ timeout: 30_000 });

    const filler = join(disk.path, 'filler');
    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 8 * 1024 * 1024)));
    try {
      const ready = await until(
        async () => {
          const response = await fetch(`${url}/readyz`);
          return response.status === 503 ? response.text() : undefined;
        },
        20_000,
        'readiness to say no',
      );
      expect(ready).toContain('disk full');
      await header.filter({ hasText: /not recording.*disk full/i }).waitFor({ timeout: 10_000 });
      // Far fewer messages wait than a gateway's window holds: what is live stays live.
      await header.filter({ hasText: /81 \/ 81\s*live/ }).waitFor({ timeout: 5_000 });
    } finally {
      rmSync(filler);
    }
    await until(async () => (await fetch(`${url}/readyz`)).ok, 30_000, 'recording to resume');
    await close();
  }, 120_000);
});
