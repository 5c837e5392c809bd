import { describe, expect, it } from 'vitest';
import { ASKED_EVERY_MS, inWords, recordOf, saysNow } from './gateway-facts';
import { DIAGNOSTIC, entityName } from './said';

const AT = 1_700_000_000_000;
const MAIN = 'device/main//';
const state = (channel: string, name: string, body: unknown, over: object = {}) => ({
  topicId: MAIN,
  channel,
  name,
  status: '',
  body,
  since: AT - 1_000,
  receivedAt: AT - 500,
  unconfirmedSince: null,
  ...over,
});
const event = (id: number, type: string, over: object = {}) => ({
  id,
  topicId: MAIN,
  type,
  text: 'something',
  sourceTime: AT,
  receivedAt: AT + 5,
  historical: false,
  ...over,
});
const rows = { states: [], events: [], entities: [], certificates: [], permissions: [], commands: [] };

describe('what a gateway says of itself', () => {
  it('becomes versions, services, operations and commands', () => {
    const record = recordOf(AT, {
      ...rows,
      entities: [{ topicId: 'device/main/service/tedge-agent', name: 'Agent' }],
      states: [
        state('twin', 'device_OS', { family: 'Debian', version: '12', simulated: true }),
        state('twin', 'tedge_Certificate', { status: 'active' }),
        state('health', '', { pid: 1 }, { topicId: 'device/main/service/tedge-agent', status: 'up' }),
        state('capability', 'firmware_update', {}),
        state('command', 'restart/c8y-1', {}, { status: 'successful' }),
        state('twin', 'drive', { model: 'x' }, { topicId: 'device/pump-01//' }),
      ],
    });
    expect(record.versions).toEqual([{ label: 'Operating system', value: 'Debian, 12' }]);
    expect(record.services).toEqual([{ name: 'Agent', status: 'up', since: AT - 1_000, heardAt: AT - 500 }]);
    expect(record.capabilities).toEqual(['firmware_update']);
    expect(record.commands.map(({ name, status }) => [name, status])).toEqual([
      ['restart/c8y-1', 'successful'],
    ]);
  });

  it('keeps diagnostics of its mapper apart from events of the plant', () => {
    const record = recordOf(AT, { ...rows, events: [event(2, DIAGNOSTIC), event(1, 'drive_started')] });
    expect(record.diagnostics.map(({ id }) => id)).toEqual([2]);
    expect(record.events.map(({ id }) => id)).toEqual([1]);
  });

  it('marks events without a device time, and those that were reported late', () => {
    const record = recordOf(AT, {
      ...rows,
      events: [event(1, 'x', { sourceTime: null, historical: true })],
    });
    expect(record.events[0]).toMatchObject({ at: AT + 5, isOwnClock: true, historical: true });
  });

  it('shows an alarm by its own words, or by its name when it has none', () => {
    const record = recordOf(AT, {
      ...rows,
      states: [
        state(
          'alarm',
          'drive_fault',
          { text: 'Earth fault' },
          { status: 'critical', topicId: 'device/p-1//' },
        ),
        state('alarm', 'odd', 'not an object', { since: AT - 9_000, unconfirmedSince: AT }),
      ],
    });
    expect(record.alarms.map(({ entity, severity, text }) => [entity, severity, text])).toEqual([
      ['p-1', 'critical', 'Earth fault'],
      ['the gateway', '', 'odd'],
    ]);
    expect(record.alarms[1]?.unconfirmedSince).toBe(AT);
  });
});

it.each([
  [{ name: 'thin-edge.io', version: '2.0.1' }, 'thin-edge.io, 2.0.1'],
  [{ kernel: '6.1', simulated: true }, 'kernel 6.1'],
  [['a', { name: 'b' }], 'a; b'],
  ['plain', 'plain'],
  [null, 'nothing'],
  [{}, 'nothing'],
] as const)('%j in words', (body, words) => {
  expect(inWords(body)).toBe(words);
});

it.each([
  ['device/main//', 'the gateway'],
  ['device/pump-01//', 'pump-01'],
  ['device/main/service/tedge-agent', 'tedge-agent'],
])('%s is called %s', (topicId, name) => {
  expect(entityName(topicId)).toBe(name);
});

describe('what a gateway said of itself', () => {
  const record = { at: AT };
  const well = { isHeard: true, isUp: true };

  it('is about the present while it is asked again, and the gateway and the server are there', () => {
    expect(saysNow(record, AT + ASKED_EVERY_MS + 1_000, well)).toBe(true);
    expect(saysNow(record, AT + 2 * ASKED_EVERY_MS + 1, well)).toBe(false);
    expect(saysNow(record, AT, { ...well, isHeard: false })).toBe(false);
    expect(saysNow(record, AT, { ...well, isUp: false })).toBe(false);
  });
});
