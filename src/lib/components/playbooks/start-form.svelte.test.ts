import { expect, it, vi } from 'vitest';
import type { AlarmId, GatewayId } from '$lib/domain/ids';
import { ApiError } from '$lib/live/api';
import type { PlaybookSummary } from '$lib/protocol/playbooks';
import { aRun, PLAYBOOK } from '../../../../tests/support/run-views';
import type { StartFrom } from './run-desk.svelte';
import { StartForm } from './start-form.svelte';

const summary = (given: Partial<PlaybookSummary> = {}): Partial<PlaybookSummary> => ({
  id: PLAYBOOK,
  name: 'Gateway offline',
  version: '2026-11-21T12:00:00.000Z',
  executable: true,
  ...given,
});
const playbook = {
  id: PLAYBOOK,
  modified: '2026-11-21T12:00:00.000Z',
  workflow: {},
  playbook_variables: {
    __gateway__: { type: 'string', description: 'The gateway', value: null, external: true },
    __watch_s__: { type: 'integer', value: '900', external: true },
    __found__: { type: 'string', value: null },
  },
};
const suggestion = {
  playbook: PLAYBOOK,
  because: 'gw.offline',
  start: { alarm: 7, gateway: 'gw-003', variables: { __gateway__: 'gw-003' } },
};
const alarm: StartFrom = { kind: 'alarm', id: 7 as AlarmId };

function form(from: StartFrom, answers: Record<string, unknown> = {}) {
  const all: Record<string, unknown> = {
    '/playbooks': { items: [summary()] },
    '/playbooks/suggested': { items: [suggestion] },
    [`/playbooks/${PLAYBOOK}`]: playbook,
    ...answers,
  };
  const ask = vi.fn((path: string) =>
    all[path] === undefined ? Promise.reject(new ApiError('internal', 'no')) : Promise.resolve(all[path]),
  );
  const tell = vi.fn((_path: string, _body: object) => Promise.resolve({ run: aRun() }));
  return { made: new StartForm(from, { ask: ask as never, tell: tell as never }), ask, tell };
}

it('begins with the playbook that fits best, filled in from where it was opened: only Start is left', async () => {
  const { made, tell } = form(alarm);
  await made.load();
  expect([made.chosen, made.obstacle, made.values['__gateway__']]).toEqual([PLAYBOOK, undefined, 'gw-003']);
  expect(await made.start()).toBe(91);
  expect(tell).toHaveBeenCalledWith(`/playbooks/${PLAYBOOK}/runs`, {
    alarm: 7,
    gateway: 'gw-003',
    mode: 'run',
    version: playbook.modified,
    variables: { __gateway__: 'gw-003' },
  });
});

it('asks only for variables that whoever starts supplies, and says which one is missing', async () => {
  const { made } = form({ kind: 'playbook', id: PLAYBOOK });
  await made.load();
  expect(made.variables.map(({ name, assumed }) => [name, assumed])).toEqual([
    ['__gateway__', undefined],
    ['__watch_s__', '900'],
  ]);
  expect(made.obstacle).toBe('Fill in: The gateway');
  made.values['__gateway__'] = 'gw-001';
  expect(made.obstacle).toBeUndefined();
});

it('a drill needs nothing else, and carries its time scale', async () => {
  const { made, tell } = form({ kind: 'playbook', id: PLAYBOOK });
  await made.load();
  made.mode = 'drill';
  expect(made.obstacle).toBeUndefined();
  await made.start();
  expect(tell.mock.calls[0]?.[1]).toMatchObject({ mode: 'drill', timeScale: 60, variables: {} });
});

it('where nothing fits chooses nothing, and keeps the place it was opened from', async () => {
  const { made, tell } = form(
    { kind: 'gateway', id: 'gw-009' as GatewayId },
    { '/playbooks/suggested': { items: [] } },
  );
  await made.load();
  expect([made.chosen, made.obstacle]).toEqual(['', 'Choose a playbook.']);
  await made.choose(PLAYBOOK);
  await made.start();
  expect(tell.mock.calls[0]?.[1]).toMatchObject({ gateway: 'gw-009', variables: { __gateway__: 'gw-009' } });
});

it('does not start what cannot be executed', async () => {
  const { made } = form(alarm, { '/playbooks': { items: [summary({ executable: false })] } });
  await made.load();
  expect(made.obstacle).toMatch(/cannot be executed/);
});

it('says that the library could not be read, and reads it when asked again', async () => {
  const { made } = form(alarm, { '/playbooks': undefined });
  await made.load();
  expect(made.answer).toMatchObject({ ok: false });
});
