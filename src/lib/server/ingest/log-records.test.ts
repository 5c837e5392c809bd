import { expect, it } from 'vitest';
import { gatewayId } from '../../domain/ids';
import type { InboundMessage } from './inbound-message';
import { takeRecords, type PostedRecord } from './log-records';

async function sent(records: readonly PostedRecord[]): Promise<Record<string, unknown>[]> {
  const messages: InboundMessage[] = [];
  const sink = { accept: async (message: InboundMessage) => void messages.push(message) };
  await takeRecords(sink, gatewayId.parse('gw-1'), records, 7);
  expect(messages.every(({ topic }) => topic === 'te/device/main///e/log_record')).toBe(true);
  return messages.map(({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>);
}

it('a record goes the way of an event of its gateway', async () => {
  expect(await sent([{ program: 'sshd', line: 'hello', time: '2026-11-20T09:00:00Z' }])).toEqual([
    { text: 'hello', program: 'sshd', line: 'hello', time: '2026-11-20T09:00:00Z' },
  ]);
});

it('the same line several times in a batch is told apart by its number, the same in every repetition', async () => {
  const batch = [{ line: 'a' }, { line: 'b' }, { line: 'a' }];
  const first = await sent(batch);
  expect(first.map(({ nth }) => nth)).toEqual([undefined, undefined, 2]);
  expect(await sent(batch)).toEqual(first);
});

it('a line is cut at 8 KiB, never within a character', async () => {
  const [cut] = await sent([{ line: `a${'€'.repeat(5_000)}` }]);
  const line = String(cut?.['line']);
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(8_192);
  expect(line.endsWith('€')).toBe(true);
});

it('a structured record that is too large is kept as the beginning of its text', async () => {
  const [small, large] = await sent([{ json: { a: 1 } }, { json: { a: 'x'.repeat(70_000) } }]);
  expect(small).toMatchObject({ json: { a: 1 } });
  expect(large?.['json']).toBeUndefined();
  expect(String(large?.['line'])).toHaveLength(8_192);
});
