import { expect, it } from 'vitest';
import type { RunId } from '$lib/domain/ids';
import type { GatewayCommandView } from '$lib/protocol/gateway-commands';
import { standingOf, wordsOf } from './command-words';

const NOW = 1_000_000;
const command = (more: Partial<GatewayCommandView>): GatewayCommandView => ({
  id: 'zw-1',
  operation: 'firmware_update',
  run: 7 as RunId,
  askedAt: NOW - 5_000,
  deadline: NOW + 5_000,
  sentAt: NOW - 4_000,
  outcome: null,
  endedAt: null,
  clearedAt: null,
  ...more,
});

it('a permission is told with its types', () => {
  expect(wordsOf({ operation: 'restart', types: [] })).toBe('restart');
  expect(wordsOf({ operation: 'config_update', types: ['a', 'b'] })).toBe('config update: a, b');
});

it.each([
  [{}, 'under way'],
  [{ sentAt: null }, 'being sent'],
  [{ deadline: NOW - 1 }, 'no end in time, being taken back'],
  [{ outcome: 'successful', clearedAt: NOW }, 'successful'],
  [{ outcome: 'failed' }, 'failed, still on its topic'],
  [{ outcome: 'not-sent' }, 'not sent'],
  [{ outcome: 'withdrawn', clearedAt: NOW }, 'taken back'],
] as const)('a command that is %j is %s', (more, words) => {
  expect(standingOf(command(more), NOW)).toBe(words);
});
