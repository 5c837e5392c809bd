import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AlarmWalk, anAlarmEvent, longWalk } from '../../../../tests/support/alarm-walk';

it('whatever happens in whatever order, no rule is broken', () => {
  fc.assert(
    fc.property(fc.array(anAlarmEvent, { maxLength: 60 }), fc.nat(60), (events, restartAfter) => {
      const walk = new AlarmWalk();
      for (const [i, event] of events.entries()) {
        walk.step(event);
        if (i === restartAfter) walk.restart();
      }
      expect(walk.violations).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('nor on a long way with restarts', () => {
  expect(longWalk(10_000, 37, 4)).toEqual([]);
});
