import { expect, it } from 'vitest';
import type { Clock } from './clock';
import { createLogger } from './log';
import { ServiceRunner } from './service-runner';

/** A clock whose sleeps end at once and are written down. */
function instantClock() {
  const pauses: number[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      pauses.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  return { clock, pauses };
}

it('starts a failing service again, with growing pauses', async () => {
  const { clock, pauses } = instantClock();
  const runner = new ServiceRunner(clock, createLogger('silent'));
  let starts = 0;
  const settled = new Promise<void>((resolve) => {
    runner.start({
      name: 'shaky',
      run: (signal) => {
        starts += 1;
        if (starts < 4) return Promise.reject(new Error('not yet'));
        resolve();
        return new Promise((done) => signal.addEventListener('abort', () => done()));
      },
    });
  });
  await settled;
  await runner.stop();
  expect(starts).toBe(4);
  expect(pauses).toEqual([500, 1_000, 2_000]);
});

it('waits for what a service still has to finish when it is stopped', async () => {
  const runner = new ServiceRunner(instantClock().clock, createLogger('silent'));
  let finished = false;
  runner.start({
    name: 'careful',
    run: (signal) =>
      new Promise((done) =>
        signal.addEventListener('abort', () =>
          setImmediate(() => {
            finished = true;
            done();
          }),
        ),
      ),
  });
  await runner.stop();
  expect(finished).toBe(true);
});
