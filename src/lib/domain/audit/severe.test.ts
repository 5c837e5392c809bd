import { expect, it } from 'vitest';
import { isSevere } from './severe';

it.each([
  'person.add',
  'person.set-roles',
  'gateway.enrol',
  'gateway.revoke',
  'plant.import',
  'token.create',
])('%s is signed at once: by such acts somebody gives themselves means', (action) =>
  expect(isSevere(action, 'done')).toBe(true),
);

it.each(['session.start', 'alarm.acknowledge', 'incident.comment', 'personal', 'plant.imported'])(
  '%s waits for the minute',
  (action) => expect(isSevere(action, 'done')).toBe(false),
);

it('acts upon incidents of the two highest severities do not wait', () => {
  expect(isSevere('incident.acknowledge', 'done', { severity: 1 })).toBe(true);
  expect(isSevere('incident.transition', 'done', { severity: 'S2' })).toBe(true);
  expect(isSevere('incident.acknowledge', 'done', { severity: 3 })).toBe(false);
  expect(isSevere('incident.set-severity', 'done', { severity: 4, severity_before: 1 })).toBe(true);
});

it('being refused makes no haste: anybody can be refused as often as they like', () => {
  expect(isSevere('person.add', 'refused')).toBe(false);
});
