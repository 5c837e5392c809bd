import { expect, it } from 'vitest';
import { readSystemd } from './systemd';

it('a unit that failed is down; one crash is told once', () => {
  expect(readSystemd('tedge-agent.service: Main process exited, code=killed, status=9/KILL')).toBe('nothing');
  expect(readSystemd("tedge-agent.service: Failed with result 'signal'.")).toMatchObject({
    type: 'host.service_down',
    key: 'tedge-agent.service',
    ends: false,
    fields: { result: 'signal' },
  });
  expect(readSystemd('tedge-agent.service: Scheduled restart job, restart counter is at 1.')).toBe('nothing');
});

it('a unit that is started is up again, where its name is told', () => {
  expect(readSystemd('Started tedge-agent.service - Support for operations.')).toMatchObject({
    key: 'tedge-agent.service',
    ends: true,
  });
  expect(readSystemd('Started Support for operations.')).toBe('nothing');
});

it('everything else of a start is nothing, and the rest unknown', () => {
  expect(readSystemd('Reached target multi-user.target - Multi-User System.')).toBe('nothing');
  expect(readSystemd('hello')).toBe('unknown');
});
