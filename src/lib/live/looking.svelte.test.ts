import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { incidentId, personId } from '$lib/domain/ids';
import { FakeTransport } from '../../../tests/support/fake-transport';
import { LiveConnection } from './connection.svelte';

let transport: FakeTransport;
let live: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  transport = new FakeTransport();
  live = new LiveConnection({ transport: () => transport, chance: () => 1 });
  live.start();
  transport.accept();
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

const id = incidentId.parse(7);
const ann = { person: personId.parse('ann'), name: 'Ann' };
const told = () => transport.sent.filter(({ event }) => event === 'lookAt').map(({ message }) => message);

describe('who looks at the incident on this page', () => {
  it('is known from the server, for the incident that is open and no other', () => {
    live.lookAt(id);
    expect(live.presence).toBeUndefined();
    transport.tell('presence', { incident: incidentId.parse(8), people: [ann] });
    expect(live.presence).toBeUndefined();
    transport.tell('presence', { incident: id, people: [ann] });
    expect(live.presence?.people).toEqual([ann]);
    live.lookAt(null);
    expect(live.presence).toBeUndefined();
    expect(told()).toEqual([{ incident: 7 }, { incident: null }]);
  });

  it('is said again after a reconnect, and forgotten meanwhile when it is another’s session', () => {
    live.lookAt(id);
    transport.tell('presence', { incident: id, people: [ann] });
    transport.accept();
    expect(told()).toEqual([{ incident: 7 }, { incident: 7 }]);
    transport.tell('ended', { reason: 'access-changed' });
    expect(live.presence).toBeUndefined();
  });
});
