import { expect, it, vi } from 'vitest';
import { FakeClock } from '../../../../tests/support/fake-clock';
import { createLogger } from '../log';
import { createMetrics } from '../metrics';
import type { Tx } from '../storage/database';
import type { Refusal } from './link-observer';
import { RefusalJournal } from './refusal-journal';

/** Columns as the store hands them to the database, read back as rows. */
function journal() {
  const clock = new FakeClock();
  const metrics = createMetrics();
  const state = { away: false, rows: [] as unknown[][] };
  const query = vi.fn((_text: string, columns: unknown[]) => {
    const [kinds] = columns;
    if (Array.isArray(kinds))
      state.rows.push(...kinds.map((_, i) => columns.map((c) => (c as unknown[])[i])));
    return Promise.resolve({ rows: [] });
  });
  const db = {
    transaction: <T>(fn: (tx: Tx) => Promise<T>) =>
      state.away ? Promise.reject(new Error('away')) : fn({ client: { query } } as never),
  };
  const made = new RefusalJournal(db, metrics, clock, createLogger('silent'));
  const abort = new AbortController();
  void made.run(abort.signal);
  return { journal: made, clock, metrics, state };
}

const refusal = (subject: string, extra: Partial<Refusal> = {}): Refusal => ({
  kind: 'unregistered',
  subject,
  address: '10.0.0.1',
  detail: 'd',
  at: 5,
  ...extra,
});

it('many refusals of one kind and subject are one row with a count', async () => {
  const { journal: made, clock, state, metrics } = journal();
  for (let i = 0; i < 1_000; i += 1) made.add(refusal('gw-1', { at: i, detail: `try ${i}` }));
  await clock.advance(1_000);
  expect(state.rows).toEqual([
    [
      'unregistered',
      'gw-1',
      '10.0.0.1',
      'try 999',
      1_000,
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.999Z',
    ],
  ]);
  expect((await metrics.refusals.get()).values).toMatchObject([
    { labels: { kind: 'unregistered' }, value: 1_000 },
  ]);
});

it('what cannot be written now is kept and written with what comes after', async () => {
  const { journal: made, clock, state } = journal();
  state.away = true;
  made.add(refusal('gw-1'));
  await clock.advance(3_000);
  state.away = false;
  made.add(refusal('gw-1'));
  await clock.advance(1_000);
  expect(state.rows.map((row) => row[4])).toEqual([2]);
});

it('somebody who varies the name fills no memory', async () => {
  const { journal: made, clock, state } = journal();
  for (let i = 0; i < 5_000; i += 1) made.add(refusal(`gw-${i}`));
  await clock.advance(1_000);
  expect(state.rows.length).toBe(1_000);
});

it('control characters and length of what was claimed are taken away', async () => {
  const { journal: made, clock, state } = journal();
  made.add(refusal(`a\u0000b\n${'x'.repeat(500)}`, { detail: 'line\r\nforged' }));
  await clock.advance(1_000);
  expect(state.rows[0]!.slice(1, 4)).toEqual([`a?b?${'x'.repeat(96)}`, '10.0.0.1', 'line??forged']);
});
