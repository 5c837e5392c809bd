import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import AboutGateway from './about-gateway.svelte';
import SaidList from './said-list.svelte';

afterEach(cleanup);

const NOW = 1_700_000_000_000;
const zone = { now: NOW, timeZone: 'UTC' };
const record = {
  at: NOW - 4_000,
  versions: [{ label: 'Agent', value: '1.4' }],
  services: [
    { name: 'mapper', status: 'up', since: NOW - 60_000, heardAt: NOW - 5_000 },
    { name: 'agent', status: 'down', since: NOW - 60_000, heardAt: NOW - 5_000 },
  ],
  certificates: [],
  alarms: [],
  events: [],
  diagnostics: [],
  capabilities: ['restart'],
  permissions: [],
  asked: [],
  commands: [{ name: 'restart/1', status: 'executing', since: NOW - 1_000 }],
};
const words = ({ container }: { container: HTMLElement }) => container.textContent.replace(/\s+/g, ' ');

it('says of services and commands how they are while the gateway is there', () => {
  const shown = words(render(AboutGateway, { record, isNow: true, ...zone }));
  expect(shown).toMatch(/mapper ?up.*agent ?down.*restart: executing/);
  expect(shown).not.toContain('last');
});

it('says how they last were when it is away or the server is silent', () => {
  const { container } = render(AboutGateway, { record, isNow: false, ...zone });
  expect(words({ container })).toMatch(/as it last said.*last up.*last down.*restart: last executing/);
  expect(container.querySelectorAll('[data-service][data-quality=stale]')).toHaveLength(2);
});

it('nor is an alarm of such a gateway called active', () => {
  const alarm = { entity: 'x', name: 'hot', severity: 'major', text: 'Too hot', since: NOW };
  const said = { ok: true, at: NOW, alarms: [{ ...alarm, unconfirmedSince: null }], events: [] } as const;
  expect(words(render(SaidList, { said, ...zone }))).toMatch(/major.*Too hot.* active/);
  cleanup();
  expect(words(render(SaidList, { said, isNow: false, ...zone }))).toMatch(/last known: Too hot.*was active/);
});
