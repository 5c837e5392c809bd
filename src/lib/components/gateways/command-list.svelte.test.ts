import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { RunId } from '$lib/domain/ids';
import CommandList from './command-list.svelte';

const NOW = Date.UTC(2026, 10, 21, 12);
afterEach(cleanup);

function show(more: object): string {
  const props = { gateway: 'gw-001', permissions: [], commands: [], now: NOW, timeZone: 'UTC', ...more };
  return render(CommandList, props).container.textContent;
}

it('says that nothing can leave for a gateway, and how that is permitted', () => {
  const text = show({});
  expect(text).toContain('no command can leave');
  expect(text).toContain('gateway permit gw-001');
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
