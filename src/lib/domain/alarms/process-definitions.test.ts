import { describe, expect, it } from 'vitest';
import { PROCESS_DEFINITIONS } from './process-definitions';
import { SYSTEM_DEFINITIONS } from './system-definitions';

const ALL = [...PROCESS_DEFINITIONS, ...SYSTEM_DEFINITIONS];

describe('definitions of process and system alarms', () => {
  it('are each defined once', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  });

  it.each(ALL)('$id says what happens otherwise and what to do', ({ consequence, response }) => {
    expect(consequence).not.toBe('');
    expect(response.length).toBeGreaterThan(0);
  });

  it.each(ALL)('$id names as causes only definitions that exist', ({ causes }) => {
    expect(ALL.map(({ id }) => id)).toEqual(expect.arrayContaining([...causes]));
  });

  it('latch what the safety circuit demands or reports, and no limit', () => {
    const latching = PROCESS_DEFINITIONS.filter(({ isLatching }) => isLatching).map(({ id }) => id);
    expect(latching).toEqual(['ot.drive_sto_active', 'ot.drive_sto_diag']);
  });

  it('hold the silence of drives while their gateway is gone', () => {
    const held = PROCESS_DEFINITIONS.filter(({ causes }) => causes.includes('gw.offline'));
    expect(held.map(({ id }) => id)).toEqual(['ot.drive_comm_lost', 'ot.telemetry_stale']);
  });
});
