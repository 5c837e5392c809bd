import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { DEMO_PASSWORD } from '../support/demo-plant';
import { visit } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));

async function signIn(username: string, password = DEMO_PASSWORD): Promise<string> {
  const response = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password }),
  });
  expect(response.status).toBe(200);
  return String(response.headers.get('set-cookie')).split(';')[0] ?? '';
}

describe('what a person may see', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    const made = zonewatch(['user', 'add', 'guest', 'operator@zone:processing'], env);
    if (made.code !== 0) throw new Error(made.err);
  });
  afterAll(() => browser?.close());

  it('is nothing without signing in: pages lead to the form, the API answers 401', async () => {
    const page = await fetch(`${url}/overview`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([303, expect.stringContaining('/login')]);
    expect((await fetch(`${url}/api/v1/drives`)).status).toBe(401);
  });

  it('is nothing with a forged cookie', async () => {
    const cookie = `zonewatch_session=${'A'.repeat(43)}`;
    expect((await fetch(`${url}/api/v1/drives`, { headers: { cookie } })).status).toBe(401);
  });

  it('is refused to a foreign page, JSON or not', async () => {
    const cookie = await signIn('operator');
    const post = (headers: Record<string, string>) =>
      fetch(`${url}/logout`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    expect((await post({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post({})).status).toBe(403);
  });

  it('keeps system pages to administrators', async () => {
    const { page, close } = await visit(browser, url, { person: 'operator' });
    const nav = page.getByRole('navigation', { name: 'Main' });
    await nav.waitFor();
    expect(await nav.getByRole('link', { name: 'People' }).count()).toBe(0);
    const answer = await page.goto(`${url}/people`);
    expect(answer?.status()).toBe(403);
    await close();
  });
});

describe('pages to strangers', () => {
  it('carry headers that keep others out', async () => {
    const { headers } = await fetch(`${url}/login`);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/s);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBeTruthy();
  });
});

describe('a person of one zone', () => {
  const zone = 'processing';

  it('sees the drives of that zone alone, in lists, totals and by address', async () => {
    const reset = zonewatch(['user', 'password', 'guest'], env);
    const password = /\S{12,}/.exec(reset.out.replace(/guest/g, ''))?.[0] ?? '';
    const cookie = await signIn('guest', password);
    const get = async (path: string) => fetch(`${url}${path}`, { headers: { cookie } });

    const { items } = (await (await get('/api/v1/drives?limit=200')).json()) as {
      items: { id: string; zone: string }[];
    };
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map((drive) => drive.zone))).toEqual(new Set([zone]));
    for (const path of [
      '/api/v1/drives/hd-104',
      '/api/v1/drives/hd-104/latest',
      '/drives/hd-104',
      '/gateways/gw-003',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
});
