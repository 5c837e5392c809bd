import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../tests/support/fake-clock';
import { hopsOf, readinessOf } from './readiness';
import { UNAVAILABLE_REASONS, type Availability, type UnavailableReason } from './storage/availability';

const clock = new FakeClock(100_000);

function parts(change: { store?: Availability; problem?: string; oldestAt?: number; silence?: string } = {}) {
  return {
    database: { availability: () => change.store ?? ({ state: 'available', since: 1 } as const) },
    broker: {
      state: () => ({
        state: change.problem === undefined ? ('listening' as const) : ('failed' as const),
        since: 2,
        problem: change.problem,
        connections: 0,
        held: 0,
      }),
    },
    backlog: () => ({ messages: change.oldestAt === undefined ? 0 : 7, oldestAt: change.oldestAt }),
    clock,
    alarms: () => ({ ok: change.silence === undefined, detail: change.silence ?? '', since: 3 }),
  };
}

const faulty = (change: Parameters<typeof parts>[0]) => readinessOf(parts(change)).filter(({ ok }) => !ok);

describe('readiness', () => {
  it('finds no fault while everything works', () => {
    expect(faulty({})).toEqual([]);
    expect(hopsOf(parts())).toEqual({
      database: { state: 'ok', since: 1 },
      broker: { state: 'ok', since: 2 },
    });
  });

  it.each(Object.entries(UNAVAILABLE_REASONS))(
    'tells %s to scripts and to pages in the same words',
    (reason, words) => {
      const store = { state: 'unavailable', since: 5, reason: reason as UnavailableReason } as const;
      expect(faulty({ store })).toMatchObject([
        { name: 'database', detail: `Not recording: ${words}.`, since: 5 },
      ]);
      expect(hopsOf(parts({ store })).database).toEqual({ state: 'down', since: 5, reason: words });
    },
  );

  it('tells why gateways cannot reach us', () => {
    const problem = 'port 8883 is taken';
    expect(faulty({ problem })).toMatchObject([{ name: 'broker', detail: problem }]);
    expect(hopsOf(parts({ problem })).broker).toMatchObject({ state: 'down', since: 2 });
  });

  it('tells when alarms do not get through', () => {
    const silence = 'No canary has come through for 16 s: alarms may not arrive.';
    expect(faulty({ silence })).toEqual([{ name: 'alarms', ok: false, detail: silence, since: 3 }]);
  });

  it('calls the pipeline stuck only when messages have waited for more than ten seconds', () => {
    expect(faulty({ oldestAt: 90_000 })).toEqual([]);
    expect(faulty({ oldestAt: 89_000 })).toMatchObject([
      { name: 'pipeline', detail: '7 messages have been waiting for the database for 11 s.' },
    ]);
  });
});
