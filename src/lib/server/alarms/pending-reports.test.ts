import { expect, it } from 'vitest';
import type { ConditionReport } from '../../domain/alarms/condition';
import { PendingReports } from './pending-reports';

const report = (key: string, condition: 'active' | 'normal', receivedAt: number): ConditionReport => {
  const time = {
    receivedAt,
    sourceTime: undefined,
    clockOffsetMs: undefined,
    clockUncertaintyMs: undefined,
  };
  const name = { definition: 'd', gateway: null, drive: null, key, time };
  return condition === 'active' ? { ...name, condition, text: `${receivedAt}` } : { ...name, condition };
};
const lines = (pending: PendingReports) =>
  pending.take(100).map(({ key, condition, time }) => `${key} ${condition} ${time.receivedAt}`);

it('keeps of equal conditions the last words and the first time', () => {
  const pending = new PendingReports();
  pending.add([report('a', 'active', 1), report('a', 'active', 2)]);
  expect(pending.take(1)).toMatchObject([{ text: '2', time: { receivedAt: 1 } }]);
});

it('keeps of an alarm that comes and goes that it came, and how it stands', () => {
  const pending = new PendingReports();
  for (let i = 0; i < 1_001; i++) pending.add([report('a', i % 2 === 0 ? 'active' : 'normal', i)]);
  const kept = lines(pending);
  expect(kept.length).toBeLessThanOrEqual(4);
  expect(kept[0]).toBe('a active 0');
  expect(kept.at(-1)).toBe('a active 1000');
  const conditions = kept.map((line) => line.split(' ')[1]);
  expect(conditions.every((one, i) => one !== conditions[i - 1])).toBe(true);
});

it('what could not be written goes before what came since', () => {
  const pending = new PendingReports();
  pending.add([report('a', 'active', 1), report('b', 'active', 2)]);
  const taken = pending.take(1);
  pending.add([report('a', 'normal', 3), report('c', 'active', 4)]);
  pending.putBack(taken);
  expect(lines(pending)).toEqual(['a active 1', 'a normal 3', 'b active 2', 'c active 4']);
  expect(pending.size).toBe(0);
});
