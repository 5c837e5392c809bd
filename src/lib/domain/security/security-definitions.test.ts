import { expect, it } from 'vitest';
import { PROCESS_DEFINITIONS } from '../alarms/process-definitions';
import { SYSTEM_DEFINITIONS } from '../alarms/system-definitions';
import { EVENT_TYPES, isEventTypeId } from './catalogue';
import { SECURITY_DEFINITIONS } from './security-definitions';

const types = Object.values(EVENT_TYPES);
const ids = SECURITY_DEFINITIONS.map(({ id }) => id);

it('whatever a report can make urgent has an alarm, and nothing else has', () => {
  const urgent = types.filter(({ priority, judgedBy }) => priority !== undefined && judgedBy === 'report');
  expect([...ids].sort()).toEqual(urgent.map(({ id }) => id).sort());
  expect(new Set(ids).size).toBe(ids.length);
});

it('what our own watch judges has its alarm there, of the same priority', () => {
  const watched = [...PROCESS_DEFINITIONS, ...SYSTEM_DEFINITIONS];
  for (const { id, judgedBy, priority } of types) {
    if (judgedBy === 'report' || priority === undefined) continue;
    expect(watched.find((definition) => definition.id === id)?.priority, id).toBe(priority);
  }
  expect(watched.filter(({ id }) => ids.includes(id))).toEqual([]);
});

it('every alarm says what happens when nobody acts, what to do, and how long there is', () => {
  for (const { id, consequence, response, respondWithinMs } of SECURITY_DEFINITIONS) {
    expect(consequence.length, id).toBeGreaterThan(20);
    expect(response.length, id).toBeGreaterThan(0);
    for (const line of response) expect(line, id).toMatch(/^[A-Z].*[.?]$/s);
    expect(respondWithinMs, id).toBeGreaterThan(0);
  }
});

it('alarms of moments, and of what only a person ends, stay until they are reset', () => {
  for (const { id, isLatching } of SECURITY_DEFINITIONS) {
    if (!isEventTypeId(id)) throw new Error(id);
    const { kind, clears } = EVENT_TYPES[id];
    if (kind === 'moment' || clears.by === 'person') expect(isLatching, id).toBe(true);
  }
  for (const id of ['update.signature_invalid', 'ot.modbus_write', 'host.tamper_open']) {
    expect(SECURITY_DEFINITIONS.find((definition) => definition.id === id)?.isLatching).toBe(true);
  }
  expect(SECURITY_DEFINITIONS.find(({ id }) => id === 'net.syn_flood')?.isLatching).toBe(false);
});

it('few alarms have the highest priority', () => {
  const highest = SECURITY_DEFINITIONS.filter(({ priority }) => priority === 1).map(({ id }) => id);
  expect(highest).toEqual(['auth.ssh_success', 'host.attestation_failed', 'ot.unexpected_start']);
});
