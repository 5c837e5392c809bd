import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { GatewayId, RunId } from '$lib/domain/ids';
import CommandList from './command-list.svelte';

const NOW = Date.UTC(2026, 10, 21, 12);
afterEach(cleanup);

function show(more: object): string {
  const props = {
    gateway: 'gw-001' as GatewayId,
    permissions: [],
    commands: [],
    now: NOW,
    timeZone: 'UTC',
    mayPermit: false,
    canAct: true,
    ...more,
  };
  return render(CommandList, props).container.textContent;
}

it('says that nothing can leave for a gateway, and who permits it', () => {
  expect(show({})).toMatch(/no command can leave.*an administrator permits it/i);
  cleanup();
  show({ mayPermit: true });
  expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent.trim())).toEqual([
    'Permit',
  ]);
});

it('shows what is permitted with its types, and each command with its end and its run', () => {
  const text = show({
    permissions: [
      { operation: 'config_update', types: ['certificate'], allowedBy: 'cli:root', allowedAt: NOW },
    ],
    commands: [
      {
        id: 'zw-1',
        operation: 'firmware_update',
        run: 7 as RunId,
        askedAt: NOW - 60_000,
        deadline: NOW,
        sentAt: NOW - 60_000,
        outcome: 'successful',
        endedAt: NOW - 1_000,
        clearedAt: NOW - 1_000,
      },
    ],
  });
  expect(text).toContain('config update: certificate');
  expect(text).toContain('firmware update');
  expect(text).toContain('successful');
  expect(document.querySelector('a')?.getAttribute('href')).toBe('/runs/7');
});
