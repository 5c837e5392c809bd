import { expect, it } from 'vitest';
import type { Judgement, ZoneJudgement } from '../judge-zone';
import type { RequirementId } from '../requirements';
import { changesBetween } from './changes';

const judged = (standings: Partial<Record<RequirementId, Judgement['standing']>>): ZoneJudgement =>
  new Map(
    Object.entries(standings).map(([id, standing]) => [
      id as RequirementId,
      { standing: standing ?? 'unknown', because: [{ kind: 'unattested', class: 'gateway', signatures: 1 }] },
    ]),
  );

it('what changed in a zone is told with both times, the worse first', () => {
  const before = judged({ 'SR 7.7': 'met', 'SR 1.8': 'unknown', 'SR 2.4': 'met', 'SR 3.6': 'not-met' });
  const now = judged({ 'SR 7.7': 'not-met', 'SR 1.8': 'met', 'SR 2.4': 'unknown', 'SR 3.6': 'not-met' });
  const changes = changesBetween(before, now);
  expect(changes.map(({ requirement, from, to }) => [requirement.id, from, to])).toEqual([
    ['SR 7.7', 'met', 'not-met'],
    ['SR 2.4', 'met', 'unknown'],
    ['SR 1.8', 'unknown', 'met'],
  ]);
  expect(changes[0]?.before).toHaveLength(1);
});

it('nothing changed where everything stands as before', () => {
  expect(changesBetween(judged({ 'SR 7.7': 'met' }), judged({ 'SR 7.7': 'met' }))).toEqual([]);
});
