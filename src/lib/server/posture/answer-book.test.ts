import { beforeEach, expect, it } from 'vitest';
import { EVIDENCE } from '../../domain/posture/evidence';
import { AnswerBook, type AssetAnswer } from './answer-book';

const AT = 1_000_000;
const FRESH_MS = EVIDENCE['gw.cert'].freshForMs;
const answer = (parts: Partial<AssetAnswer> = {}): AssetAnswer => ({
  asset: 'gateway:gw-1',
  key: 'gw.cert',
  verdict: 'pass',
  found: '90 days left',
  at: AT,
  ...parts,
});

let book: AnswerBook;
beforeEach(() => {
  book = new AnswerBook();
  book.written(book.take([answer()]).due);
});

it('takes a first answer as a change that is due', () => {
  const { due, changed } = new AnswerBook().take([answer()]);
  expect(due).toMatchObject([{ key: 'gw.cert', verdict: 'pass', freshForMs: FRESH_MS }]);
  expect([...changed]).toEqual(['gateway:gw-1']);
});

it('finds nothing changed or due in the same answer a moment later, and knows it is newer', () => {
  expect(book.take([answer({ at: AT + 1_000, found: '89 days left' })])).toEqual({
    due: [],
    changed: new Set(),
  });
  expect(book.byAsset.get('gateway:gw-1')?.get('gw.cert')).toMatchObject({ at: AT + 1_000 });
});

it('writes the same answer again long before its row looks abandoned', () => {
  const { due, changed } = book.take([answer({ at: AT + FRESH_MS / 8 })]);
  expect(due).toHaveLength(1);
  expect(changed.size).toBe(0);
});

it('takes a pass as a change when the one before it was too old to count', () => {
  expect(book.take([answer({ at: AT + FRESH_MS })]).changed.size).toBe(1);
});

it('takes another verdict as a change, and a fail for another reason', () => {
  const expired = answer({ verdict: 'fail', found: 'expired 1 days ago', at: AT + 1 });
  expect(book.take([expired]).changed.size).toBe(1);
  book.written(book.take([expired]).due);
  expect(book.take([{ ...expired, at: AT + 2 }]).changed.size).toBe(0);
  const later = book.take([{ ...expired, found: 'expired 2 days ago', at: AT + 3 }]);
  expect([later.changed.size, later.due.length]).toEqual([1, 1]);
});

it('drops an answer that is older than what is known', () => {
  expect(book.take([answer({ verdict: 'fail', at: AT - 1 })]).due).toEqual([]);
  expect(book.byAsset.get('gateway:gw-1')?.get('gw.cert')?.verdict).toBe('pass');
});

it('keeps an answer due until it is written', () => {
  const failing = answer({ verdict: 'fail', found: 'expired 1 days ago', at: AT + 1 });
  expect(book.take([failing]).due).toHaveLength(1);
  expect(book.take([{ ...failing, at: AT + 2 }]).due).toHaveLength(1);
});
