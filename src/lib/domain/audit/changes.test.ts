import { expect, it } from 'vitest';
import { changeFacts, changesIn } from './changes';

it('puts before and after of a field side by side and leaves the rest', () => {
  expect(changesIn({ state_before: 'active', state_after: 'shelved', minutes: 30 })).toEqual({
    changes: [{ name: 'state', before: 'active', after: 'shelved' }],
    rest: { minutes: 30 },
  });
});

it('tells what came and what went by half a pair', () => {
  expect(changesIn({ owner_after: 'kim', process_owner_before: 'lee' }).changes).toEqual([
    { name: 'owner', before: null, after: 'kim' },
    { name: 'process owner', before: 'lee', after: null },
  ]);
});

it('is told of what differs and of nothing else', () => {
  const before = { phase: 'triage', processOwner: null, severity: 2 };
  const facts = changeFacts(before, { ...before, processOwner: 'kim' }, [
    'phase',
    'processOwner',
    'severity',
  ]);
  expect(facts).toEqual({ process_owner_before: null, process_owner_after: 'kim' });
  expect(changesIn(facts).changes).toEqual([{ name: 'process owner', before: null, after: 'kim' }]);
});
