import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { gatewayId } from '$lib/domain/ids';
import { DAY_MS } from '$lib/domain/time';
import type { GatewayHealth } from '$lib/protocol/down';
import LinkPanel from './link-panel.svelte';

afterEach(cleanup);

const NOW = 1_700_000_000_000;
const health: GatewayHealth = {
  id: gatewayId.parse('gw-001'),
  name: 'Intake cabinet',
  site: null,
  zone: null,
  link: 'live',
  since: NOW - 120_000,
  lastHeardAt: NOW - 400,
  messagesPerSecond: 10.4,
  heldMessages: 0,
  heldBytes: 0,
  rateLimited: false,
  clockOffsetMs: 300,
  clockUncertaintyMs: 6,
  certificateNotAfter: NOW + 12.5 * DAY_MS,
  drivesLive: 9,
  drivesTotal: 10,
};

function text(over: Partial<GatewayHealth> = {}): string {
  const { container } = render(LinkPanel, {
    health: { ...health, ...over },
    silentAfterMs: 10_000,
    now: NOW,
    timeZone: 'Europe/Copenhagen',
    fresh: true,
  });
  return container.textContent.replace(/\s+/g, ' ');
}

it('shows rate, clock with its uncertainty, certificate and drives', () => {
  const shown = text();
  for (const part of ['live since', '9 of 10', '10.4 messages / s', '+0.3 s ± 6 ms', '12 days left soon']) {
    expect(shown).toContain(part);
  }
});

it('never calls a gateway offline that our own database holds', () => {
  const shown = text({ link: 'held', heldMessages: 2_000, heldBytes: 900_000 });
  expect(shown).toContain('held by us');
  expect(shown).toContain('our database does not take more');
  expect(shown).not.toMatch(/offline|not connected/i);
});

it('tells never connected and revoked from offline', () => {
  const blank = { since: null, lastHeardAt: null, clockOffsetMs: null, clockUncertaintyMs: null } as const;
  expect(text({ ...blank, link: 'never', certificateNotAfter: null })).toMatch(
    /never seen.*never connected.*last heard never.*not measured.*not seen/,
  );
  cleanup();
  expect(text({ link: 'revoked' })).toContain('Its certificate was revoked; it cannot connect.');
});

it('says that a certificate has expired', () => {
  expect(text({ certificateNotAfter: NOW - 1 })).toContain('expired');
});
