import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../tests/support/fake-clock';
import { aMessage } from '../../../../tests/support/ingest-builders';
import { until } from '../../../../tests/support/until';
import { DomainError } from '../../domain/errors';
import { gatewayId } from '../../domain/ids';
import { noValues } from '../../domain/telemetry/signal-values';
import { createLogger } from '../log';
import type { Tx } from '../storage/database';
import { NO_METRICS, type CommittedBatch } from './ingest-metrics';
import { Journal } from './journal';
import type { JournalEntry } from './journal-entry';

const TX = {} as Tx;
const APART_MS = 20;
const AWAY = () => new DomainError('database.unavailable');
const refusedValue = () => Object.assign(new Error('value out of range'), { code: '22003' });

/** A database in memory: what is written stays when the transaction does not fail. */
class MemoryDatabase {
  committed: string[][] = [];
  /** Asked before each commit: an error fails the transaction. */
  problem: (names: readonly string[]) => Error | undefined = () => undefined;
  /** Resolves to let transactions end. */
  gate: Promise<void> = Promise.resolve();

  async transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const result = await fn(TX);
    await this.gate;
    return result;
  }
}

const nameOf = (entry: JournalEntry): string =>
  entry.kind === 'quarantined'
    ? `${entry.message.reason}:${entry.message.topic}`
    : entry.kind === 'event'
      ? entry.event.type
      : entry.kind;

let clock: FakeClock;
let database: MemoryDatabase;
let batches: CommittedBatch[];
let pending: number[];
let retries: number;
let stop: AbortController;
let running: Promise<void>;
let journal: Journal;

function start(options: { batchMessages?: number } = {}) {
  journal = new Journal({
    database,
    write: async (_, entries) => {
      const names = entries.map(nameOf);
      const problem = database.problem(names);
      if (problem !== undefined) throw problem;
      database.committed.push(names);
    },
    clock,
    apartMs: APART_MS,
    log: createLogger('silent'),
    metrics: {
      ...NO_METRICS,
      committed: (batch) => void batches.push(batch),
      retried: () => void (retries += 1),
      pending: (n) => void pending.push(n),
    },
    ...options,
  });
  running = journal.run(stop.signal);
}

beforeEach(() => {
  clock = new FakeClock();
  database = new MemoryDatabase();
  batches = [];
  pending = [];
  retries = 0;
  stop = new AbortController();
});

function append(name: string, payload = 'x'): Promise<string> {
  const event = { type: name } as Extract<JournalEntry, { kind: 'event' }>['event'];
  const message = aMessage(name, payload, { receivedAt: clock.now() });
  return journal.append(message, [{ kind: 'event', event }]).then(() => name);
}

function appendSample({ lateMs = 0, historical = false } = {}): Promise<void> {
  const receivedMs = clock.now();
  const row = { driveKey: 1, sourceMs: receivedMs - lateMs, receivedMs, quality: 0, historical };
  const message = aMessage('m', 'x', { receivedAt: receivedMs });
  return journal.append(message, [
    { kind: 'sample', ...row, values: noValues(), extras: new Map<string, number>() },
  ]);
}

describe('the journal', () => {
  it('commits what has gathered while the last commit was under way, all at once and in order', async () => {
    let open = () => {};
    database.gate = new Promise((resolve) => (open = resolve));
    start();
    const all = [append('a')];
    await until(() => database.committed.length === 1);
    all.push(append('b'), append('c'));
    open();
    await until(() => clock.sleepers === 1);
    await clock.advance(APART_MS);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
    expect(database.committed).toEqual([['a'], ['b', 'c']]);
    expect(batches.map((batch) => batch.messages)).toEqual([1, 2]);
    expect(pending.at(-1)).toBe(0);
  });

  it('accepts nothing before it is committed', async () => {
    let open = () => {};
    database.gate = new Promise((resolve) => (open = resolve));
    start();
    let isAccepted = false;
    const accepted = append('a').then(() => (isAccepted = true));
    await until(() => database.committed.length === 1);
    expect(isAccepted).toBe(false);
    expect(journal.backlog()).toEqual({ messages: 1, bytes: 1, oldestAt: clock.now() });
    open();
    await accepted;
    expect(journal.backlog()).toEqual({ messages: 0, bytes: 0, oldestAt: undefined });
  });

  it('takes no more messages into one transaction than it may, and waits for none when that many are there', async () => {
    start({ batchMessages: 2 });
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => append(name)));
    expect(database.committed).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('commits at once what comes after a pause, and gathers what comes in quick succession', async () => {
    start();
    await append('a');
    void append('b');
    await until(() => clock.sleepers === 1);
    await clock.advance(APART_MS / 2);
    void append('c');
    await clock.advance(APART_MS / 2 - 1);
    expect(database.committed).toEqual([['a']]);
    await clock.advance(1);
    expect(database.committed).toEqual([['a'], ['b', 'c']]);
    await clock.advance(APART_MS);
    await append('d');
    expect(database.committed).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('gathers live telemetry for longer while it keeps coming, and no longer than twelve times as long', async () => {
    start();
    await appendSample();
    for (let at = 10; at < 12 * APART_MS; at += 10) {
      void appendSample();
      await clock.advance(10);
    }
    expect(database.committed.length).toBe(1);
    void appendSample();
    await clock.advance(10);
    expect(database.committed.map((names) => names.length)).toEqual([1, 24]);
  });

  it('gathers telemetry no longer when nothing comes any more', async () => {
    start();
    await appendSample();
    void appendSample();
    await clock.advance(APART_MS);
    expect(database.committed.length).toBe(2);
  });

  it.each([
    ['a sample that comes late', () => appendSample({ lateMs: 600 })],
    ['one that is history', () => appendSample({ historical: true })],
    ['an event', () => append('a')],
  ])('hurries for %s', async (_, send) => {
    start();
    await appendSample();
    void send();
    await clock.advance(APART_MS - 1);
    void appendSample();
    expect(database.committed.length).toBe(1);
    await clock.advance(1);
    expect(database.committed.map((names) => names.length)).toEqual([1, 2]);
  });

  it('gathers no longer when our own clock is set back', async () => {
    start();
    await append('a');
    clock.jump(clock.now() - 3_600_000);
    void append('b');
    await until(() => clock.sleepers === 1);
    await clock.advance(APART_MS);
    expect(database.committed).toEqual([['a'], ['b']]);
  });

  it('does not gather when it is to stop', async () => {
    start();
    await append('a');
    const accepted = append('b');
    stop.abort();
    await running;
    await accepted;
    expect(database.committed).toEqual([['a'], ['b']]);
  });

  it('waits while the database is away, tries again, and loses nothing', async () => {
    start();
    database.problem = AWAY;
    const all = ['a', 'b'].map((name) => append(name));
    for (let i = 0; i < 10; i += 1) await clock.advance(1_000);
    all.push(append('c'));
    expect(database.committed).toEqual([]);
    expect(retries).toBeGreaterThan(5);
    database.problem = () => undefined;
    for (let i = 0; i < 3; i += 1) await clock.advance(1_000);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
    expect(database.committed.flat()).toEqual(['a', 'b', 'c']);
  });

  it('quarantines the one message that the database refuses; all others are committed', async () => {
    start();
    database.problem = (names) => (names.includes('poison') ? refusedValue() : undefined);
    const names = Array.from({ length: 100 }, (_, i) => (i === 37 ? 'poison' : `m${i}`));
    await Promise.all(names.map((name) => append(name)));
    const written = database.committed.flat();
    expect(written.filter((name) => name.startsWith('m'))).toEqual(names.filter((name) => name !== 'poison'));
    expect(written).toContain('storage-refused:poison');
    expect(database.committed.length).toBeLessThan(20);
  });

  it('acknowledges the other gateways while the message that the database refuses is being found', async () => {
    start();
    let seen: string[] = [];
    database.problem = (names) => {
      if (names.length === 1 && names[0] === 'poison') seen = [...accepted];
      return names.includes('poison') ? refusedValue() : undefined;
    };
    const accepted: string[] = [];
    const names = ['a', 'b', 'c', 'poison'];
    const sent = names.map(async (name) => {
      const event = { type: name } as Extract<JournalEntry, { kind: 'event' }>['event'];
      const gateway = gatewayId.parse(`gw-${name}`);
      await journal.append(aMessage(name, 'x', { gateway, receivedAt: clock.now() }), [
        { kind: 'event', event },
      ]);
      accepted.push(name);
    });
    await Promise.all(sent);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(accepted).toEqual(names);
  });

  it('takes a stumble of its own code for the fault of the value, too', async () => {
    start();
    database.problem = (names) =>
      names.includes('odd') ? new RangeError('Invalid array length') : undefined;
    await Promise.all([append('odd'), append('fine')]);
    expect(database.committed.flat()).toEqual(['storage-refused:odd', 'fine']);
  });

  it('does not take a missing table or right for the fault of the values: it waits', async () => {
    start();
    database.problem = () => Object.assign(new Error('permission denied'), { code: '42501' });
    const accepted = append('a');
    await clock.advance(5_000);
    expect(database.committed).toEqual([]);
    database.problem = () => undefined;
    await clock.advance(2_000);
    await accepted;
    expect(database.committed).toEqual([['a']]);
  });

  it('lets a message go, after saying so, that even the quarantine refuses, and holds nobody up', async () => {
    start();
    database.problem = (names) => (names.some((name) => name.includes('worst')) ? refusedValue() : undefined);
    await Promise.all([append('a'), append('worst'), append('b')]);
    expect(database.committed.flat()).toEqual(['a', 'b']);
    expect(journal.backlog().bytes).toBe(0);
  });

  it('commits what is left when it is stopped', async () => {
    start();
    const accepted = append('a');
    stop.abort();
    await running;
    await accepted;
    expect(database.committed).toEqual([['a']]);
  });

  it('stops at once while the database is away; what waits stays unaccepted', async () => {
    start();
    database.problem = AWAY;
    let isAccepted = false;
    void append('a').then(() => (isAccepted = true));
    await until(() => retries > 0);
    stop.abort();
    await running;
    expect(isAccepted).toBe(false);
    expect(journal.backlog().messages).toBe(1);
  });
});
