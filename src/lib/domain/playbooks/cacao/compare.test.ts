import { expect, it } from 'vitest';
import {
  ACT,
  aPlaybook,
  anAction,
  cacaoId,
  END,
  withSteps,
} from '../../../../../tests/support/cacao-playbooks';
import { comparePlaybooks } from './compare';

it('finds no difference where only the version and its signatures differ', () => {
  const older = aPlaybook();
  expect(comparePlaybooks(older, { ...aPlaybook(), modified: '2026-11-21T10:00:00.000Z' })).toEqual([]);
});

it('names what was added, removed and changed, and the step it is in', () => {
  const older = aPlaybook({ description: 'Old' });
  const newer = withSteps({
    [ACT]: anAction({ timeout: 5, on_completion: END }),
    [cacaoId('end', 2)]: { type: 'end' },
  });
  expect(comparePlaybooks(older, newer)).toMatchObject([
    { kind: 'changed', path: `/workflow/${ACT}/timeout`, step: ACT, before: 600_000, after: 5 },
    { kind: 'added', path: `/workflow/${cacaoId('end', 2)}`, step: cacaoId('end', 2) },
    { kind: 'removed', path: '/description', step: undefined, before: 'Old' },
  ]);
});
