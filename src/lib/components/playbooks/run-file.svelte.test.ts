import { expect, it, vi } from 'vitest';
import { aRun, aRunEntry, aRunStep, runNumber } from '../../../../tests/support/run-views';
import { START } from '../../../../tests/support/incident-views';
import { RunFile } from './run-file.svelte';

function file() {
  const again = vi.fn();
  const detail = {
    run: aRun(),
    steps: [aRunStep(1), aRunStep(2)],
    entries: [aRunEntry(1, { kind: 'started' })],
    variables: [],
  };
  return { made: new RunFile(detail, again), detail, again };
}
const standing = (of: RunFile) => of.steps.map(({ id, status }) => `${id} ${status}`);

it('takes in what changed, adds new attempts, and nothing of another run', () => {
  const { made, again } = file();
  const steps = [aRunStep(1, { status: 'running' }), aRunStep(3)];
  made.take({ run: aRun({ revision: 2 }), steps, entries: [aRunEntry(2)] });
  made.take({ run: aRun({ id: runNumber(7), revision: 9 }), steps: [aRunStep(1)], entries: [] });
  expect(standing(made)).toEqual(['1 running', '2 pending', '3 pending']);
  expect(made.entries.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(again).not.toHaveBeenCalled();
});

it('takes in what a check measured, which adds no line', () => {
  const { made } = file();
  made.take({ run: aRun(), steps: [aRunStep(1, { status: 'running' })], entries: [] });
  expect(standing(made)[0]).toBe('1 running');
});

it('asks again where a line of its history is missing, and puts in no gap', () => {
  const { made, again } = file();
  made.take({ run: aRun({ revision: 2 }), steps: [], entries: [aRunEntry(4)] });
  expect(made.entries.map(({ seq }) => seq)).toEqual([1]);
  expect(again).toHaveBeenCalledTimes(1);
});

it('asks again when a step ended: it may have given values', () => {
  const { made, again } = file();
  const ended = aRunStep(1, { status: 'succeeded', endedAt: START });
  made.take({ run: aRun({ revision: 2 }), steps: [ended], entries: [] });
  expect(again).toHaveBeenCalledTimes(1);
});

it('lets an older answer take nothing away, and knows that it is behind', () => {
  const { made, detail } = file();
  made.take({ run: aRun({ revision: 5 }), steps: [aRunStep(1, { status: 'running' })], entries: [] });
  made.load(detail);
  expect(standing(made)[0]).toBe('1 running');
  expect(
    [undefined, 5, 6].map((revision) => made.isBehind((revision && aRun({ revision })) || undefined)),
  ).toEqual([false, false, true]);
});
