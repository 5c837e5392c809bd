import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { namedValues } from '../../../../domain/telemetry/signal-values';
import { decode } from './decode';
import type { Decoded } from './decoded';

const FILE = '../shared/data/thin-edge/te-messages.jsonl';

const row = z.object({ topic: z.string(), payload: z.string(), expect: z.string() });

/** What the file's words ask of the decoder, most special first. */
const MEANING: [RegExp, (decoded: Decoded, match: RegExpMatchArray) => void][] = [
  [/^register$/, (d) => expect(d.type).toBe('register')],
  [/^twin$/, (d) => expect(d).toMatchObject({ type: 'state', channel: 'twin' })],
  [/^measurement_meta$/, (d) => expect(d).toMatchObject({ type: 'state', channel: 'meta' })],
  [/^health check request$/, (d) => expect(d.type).toBe('health-check')],
  [/^health (\w+)/, (d, m) => expect(d).toMatchObject({ type: 'state', channel: 'health', status: m[1] })],
  [
    /^measurement (\d+) values?(?: ([\w.]+),([\w.]+))?/,
    (d, m) => {
      if (d.type !== 'sample') throw new Error(d.type);
      expect(namedValues(d.values).length + d.extras.size).toBe(Number(m[1]));
      if (m[2] !== undefined) expect([...d.extras.keys()]).toEqual([m[2], m[3]]);
    },
  ],
  [/^measurement unix seconds/, (d) => expect(d).toMatchObject({ type: 'sample', time: 1_714_676_361_360 })],
  [/^measurement, EMPTY type/, (d) => expect(d).toMatchObject({ type: 'sample', measurement: '' })],
  [/^measurement of the MAIN/, (d) => expect(d).toMatchObject({ type: 'sample', entity: 'device/main//' })],
  [/^(event|diagnostic from the gateway)$/, (d) => expect(d.type).toBe('event')],
  [/^alarm raise, severity (\w+)/, (d, m) => expect(d).toMatchObject({ channel: 'alarm', status: m[1] })],
  [/^alarm raise$/, (d) => expect(d).toMatchObject({ type: 'state', channel: 'alarm' })],
  [/^alarm clear$/, (d) => expect(d).toMatchObject({ type: 'cleared', channel: 'alarm' })],
  [/^capability removed$/, (d) => expect(d).toMatchObject({ type: 'cleared', channel: 'capability' })],
  [/^capability$/, (d) => expect(d).toMatchObject({ type: 'state', channel: 'capability' })],
  [/^command cleared/, (d) => expect(d).toMatchObject({ type: 'cleared', channel: 'command' })],
  [/^command (\w+)/, (d, m) => expect(d).toMatchObject({ channel: 'command', status: m[1] })],
  [/^ignore/, (d) => expect(d.type).toBe('ignore')],
  [/^reject or default text/, (d) => expect(d).toMatchObject({ type: 'event', text: 'x' })],
  [/^accept 0 values or reject/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'no-values' })],
  [/^reject: time/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'time' })],
  [/^reject: empty group/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'empty-group' })],
  [/^reject: empty/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'empty' })],
  [/^reject: nesting/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'nesting' })],
  [/^reject: not an object/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'not-an-object' })],
  [/^reject: not finite/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'not-finite' })],
  [/^reject: text/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'text' })],
  [/^reject/, (d) => expect(d).toMatchObject({ type: 'reject', reason: 'not-json' })],
];

const rows = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => row.parse(JSON.parse(line)))
  : [];

describe.skipIf(rows.length === 0)('the collected thin-edge.io messages', () => {
  it.each(rows)('$topic $payload: $expect', ({ topic, payload, expect: words }) => {
    const decoded = decode(topic, Buffer.from(payload));
    const rule = MEANING.find(([pattern]) => pattern.test(words));
    expect(rule, `no rule for "${words}"`).toBeDefined();
    const match = words.match(rule?.[0] ?? /^/);
    if (rule !== undefined && match !== null) rule[1](decoded, match);
  });
});
