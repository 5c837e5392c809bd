import { expect, it } from 'vitest';
import { aRun, aRunEntry, aRunStep } from '../../support/run-views';
import { faultsOfCommands, faultsOfRecord } from './judge';

const over = aRun({ endedAt: 1, status: 'succeeded' });
const step = aRunStep(3, { kind: 'action', name: 'Look', status: 'succeeded', startedAt: 1, endedAt: 2 });
const ended = (status: string) => ({ action: 'run.step-ended', facts: { number: 3, status } });

it('a whole record has every line, every end of a step and one end of the run', () => {
  const file = { run: over, steps: [step], entries: [aRunEntry(1), aRunEntry(2)], variables: [] };
  expect(faultsOfRecord(file, [ended('succeeded'), { action: 'run.ended' }])).toEqual([]);
  expect(faultsOfRecord(file, [{ action: 'run.ended' }])).toHaveLength(1);
  expect(faultsOfRecord(file, [ended('failed'), { action: 'run.ended' }])).toHaveLength(1);
  expect(faultsOfRecord(file, [ended('succeeded')])).toEqual(['0 audit entries tell of its end']);
  const gap = { ...file, entries: [aRunEntry(1), aRunEntry(3)] };
  expect(faultsOfRecord(gap, [ended('succeeded'), { action: 'run.ended' }])).toHaveLength(1);
});

it('what a gateway was asked or did twice is told', () => {
  const counted = 'restart/zw-a-1  received 1, begun 1\nrestart/zw-a-2  received 2, begun 1';
  expect(faultsOfCommands(counted)).toEqual(['not once: restart/zw-a-2  received 2, begun 1']);
  expect(faultsOfCommands('gw-002 was asked for nothing.')).toEqual([]);
});
