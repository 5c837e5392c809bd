import { expect, it } from 'vitest';
import { StartPhases } from './start-phases';

it('tells how long each phase took, in the order of a start, resumed and failed ones too', async () => {
  let now = 120.4;
  const takes = (ms: number) => async () => void (now += ms);
  const phases = new StartPhases(() => now);
  phases.add('program', now);
  await phases.time('database', takes(200.2));
  await phases.time('claim', takes(1));
  await phases.time('database', takes(30.1));
  await expect(
    phases.time('http', () => {
      now += 5;
      throw new Error('the port is taken');
    }),
  ).rejects.toThrow('taken');
  const report = phases.report();
  expect(report).toEqual({ totalMs: 357, phasesMs: { program: 120, claim: 1, database: 230, http: 5 } });
  expect(Object.keys(report.phasesMs)).toEqual(['program', 'claim', 'database', 'http']);
});

it('gives the result of the work on', async () => {
  expect(await new StartPhases().time('plant', () => 'a plant')).toBe('a plant');
});
