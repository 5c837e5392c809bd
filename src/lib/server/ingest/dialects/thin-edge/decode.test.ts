import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedValues } from '../../../../domain/telemetry/signal-values';
import { SIGNAL_INDEX } from '../../../../domain/telemetry/signals';
import { decode, MAX_PAYLOAD } from './decode';
import type { Decoded, DecodedSample } from './decoded';

const of = (topic: string, payload: string | Buffer): Decoded =>
  decode(topic, typeof payload === 'string' ? Buffer.from(payload) : payload);
const measured = (payload: string | Buffer): Decoded => of('te/device/pump-01///m/drive', payload);
const reasonOf = (decoded: Decoded): string =>
  decoded.type === 'reject' || decoded.type === 'ignore'
    ? `${decoded.type}: ${decoded.reason}`
    : decoded.type;

function sampleOf(decoded: Decoded): DecodedSample {
  if (decoded.type !== 'sample') throw new Error(`not a sample but ${reasonOf(decoded)}`);
  return decoded;
}

describe('a topic', () => {
  it('names an entity by four segments, of which all but the first may be empty', () => {
    expect(of('te/device/main///m/env', '{"a":1}')).toMatchObject({
      entity: 'device/main//',
      measurement: 'env',
    });
    expect(of('te/factory1/line2/drive3//m/env', '{"a":1}')).toMatchObject({
      entity: 'factory1/line2/drive3/',
    });
    expect(of('te/device/main/service/agent/m/env', '{"a":1}')).toMatchObject({
      entity: 'device/main/service/agent',
    });
  });

  it('may have an empty measurement type', () => {
    expect(of('te/device/pump-01///m/', '{"temperature":25.3}')).toMatchObject({
      type: 'sample',
      measurement: '',
    });
  });

  it.each([
    ['te/device/pump-01//m/drive', 'ignore: three-segments'],
    ['te/device/pump-01/', 'ignore: three-segments'],
    ['tedge/measurements', 'ignore: legacy'],
    ['te/device/main///signal/sync', 'ignore: signal'],
    ['collectd/host/cpu/percent', 'reject: foreign-topic'],
    ['te//main///m/x', 'reject: topic'],
    ['te/device', 'reject: topic'],
    ['te/device/main///q/x', 'reject: unknown-channel'],
    ['te/device/main///m/x/meta/y', 'reject: unknown-channel'],
    ['te/device/main///twin/', 'reject: unknown-channel'],
    ['te/device/a\u0001b///m/x', 'reject: topic'],
    [`te/device/${'x'.repeat(300)}///m/x`, 'reject: topic'],
    [`te/device/main///m/${'x'.repeat(300)}`, 'reject: topic'],
  ])('%j means "%s"', (topic, reaction) => {
    expect(reasonOf(of(topic, '{"a":1}'))).toBe(reaction);
  });
});

describe('a measurement', () => {
  it('puts signals of the canon apart from others, and joins groups by a dot', () => {
    const sample = sampleOf(
      measured('{"time":"2026-11-20T09:00:00.000Z","motor_current_a":11.42,"current":{"L1":9.5,"L2":1.3}}'),
    );
    expect(sample.time).toBe(Date.UTC(2026, 10, 20, 9));
    expect(namedValues(sample.values)).toEqual([['motor_current_a', 11.42]]);
    expect([...sample.extras]).toEqual([
      ['current.L1', 9.5],
      ['current.L2', 1.3],
    ]);
  });

  it('counts a field that is no number and keeps the rest', () => {
    const sample = sampleOf(measured('{"temperature":"25.3","ok":true,"none":null,"dc_link_v":556}'));
    expect(sample.rejectedFields).toEqual(['temperature', 'ok', 'none']);
    expect(namedValues(sample.values)).toEqual([['dc_link_v', 556]]);
  });

  it('takes what the device says of its own quality', () => {
    expect(sampleOf(measured('{"a":1,"properties":{"quality":"bad","deep":{"er":[1]}}}')).quality).toBe(
      'bad',
    );
    expect(sampleOf(measured('{"a":1,"properties":{"quality":"stale"}}')).quality).toBe('uncertain');
    expect(sampleOf(measured('{"a":1,"properties":7}')).quality).toBe('good');
  });

  it('refuses a number that its column cannot hold, and takes an unmeasurably small one as zero', () => {
    const sample = sampleOf(
      measured('{"dc_link_v":1e300,"motor_current_a":1e-300,"status_word":-1,"alarm_word":1.5}'),
    );
    expect(sample.rejectedFields).toEqual(['dc_link_v', 'status_word', 'alarm_word']);
    expect(namedValues(sample.values)).toEqual([['motor_current_a', 0]]);
  });

  it('keeps every bit of a 32-bit word', () => {
    expect(sampleOf(measured('{"alarm_word":4294967295}')).values[SIGNAL_INDEX.alarm_word]).toBe(0xffff_ffff);
  });

  it('takes a key such as __proto__ for what it is: a name it does not know', () => {
    const sample = sampleOf(measured('{"__proto__":5,"constructor":1,"a":{"__proto__":2}}'));
    expect([...sample.extras.keys()]).toEqual(['constructor']);
    expect(sample.rejectedFields).toEqual(['__proto__', 'a.__proto__']);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it.each([
    ['{"time":null,"temperature":1}', 'reject: time'],
    ['{"time":"yesterday","temperature":1}', 'reject: time'],
    ['{"time":"2026-11-20T09:00:00","temperature":1}', 'reject: time'],
    ['{"time":1e999,"temperature":1}', 'reject: time'],
    ['{"time":{},"temperature":1}', 'reject: time'],
    ['{}', 'reject: empty'],
    ['{"time":1714676361}', 'reject: empty'],
    ['{"a":{}}', 'reject: empty-group'],
    ['{"a":{"b":{"c":1}}}', 'reject: nesting'],
    ['{"a":[1]}', 'reject: nesting'],
    ['[1,2]', 'reject: not-an-object'],
    ['null', 'reject: not-an-object'],
    ['{"temperature":NaN}', 'reject: not-json'],
    ['{"temperature":1e999}', 'reject: not-finite'],
    ['{"a":{"b":-1e999}}', 'reject: not-finite'],
    ['not json', 'reject: not-json'],
    ['{"temperature":25.3', 'reject: not-json'],
    ['', 'ignore: empty'],
  ])('%s gives "%s"', (payload, reaction) => {
    expect(reasonOf(measured(payload))).toBe(reaction);
  });

  it('is refused when its bytes are no UTF-8, when it is too large, and when it has too many fields', () => {
    expect(reasonOf(measured(Buffer.from([0x7b, 0xff, 0x7d])))).toBe('reject: not-utf8');
    expect(reasonOf(measured(Buffer.alloc(MAX_PAYLOAD + 1, 0x20)))).toBe('reject: too-large');
    const many = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`k${i}`, i]));
    expect(reasonOf(measured(JSON.stringify(many)))).toBe('reject: too-many-values');
    expect(reasonOf(measured(JSON.stringify({ group: many })))).toBe('reject: too-many-values');
  });

  it('never exhausts the stack, however deep it is nested', () => {
    const half = MAX_PAYLOAD / 2;
    expect(reasonOf(measured('['.repeat(half) + ']'.repeat(half)))).toBe('reject: not-an-object');
    const deep = `{"properties":${'['.repeat(half - 20)}${']'.repeat(half - 20)},"a":1}`;
    expect(sampleOf(measured(deep)).extras.get('a')).toBe(1);
    expect(reasonOf(of('te/device/main///twin/x', `${'['.repeat(half)}${']'.repeat(half)}`))).toBe(
      'reject: nesting',
    );
  });

  it('refuses a field name that could not be shown or stored', () => {
    const fields = { 'a\u0000b': 1, '\ud800': 2, _hidden: 3, '': 4, ['x'.repeat(65)]: 5, 'temp °C': 6 };
    const sample = sampleOf(measured(JSON.stringify(fields)));
    expect([...sample.extras.keys()]).toEqual(['temp °C']);
    expect(sample.rejectedFields).toHaveLength(5);
  });
});

describe('a registration', () => {
  it('says what an entity is and where it belongs, and keeps what else it tells', () => {
    const payload =
      '{"@type":"child-device","@id":"gw-042:p","@parent":"device/line//","name":"P","type":"VLT FC 202","x":1}';
    expect(of('te/device/pump-01//', payload)).toEqual({
      type: 'register',
      entity: 'device/pump-01//',
      kind: 'child-device',
      parent: 'device/line//',
      externalId: 'gw-042:p',
      name: 'P',
      deviceType: 'VLT FC 202',
      attributes: { x: 1 },
    });
  });

  it('has a service belong to its device, and a child to the main device, when it names no parent', () => {
    expect(of('te/device/pump-01/service/poller', '{"@type":"service"}')).toMatchObject({
      kind: 'service',
      parent: 'device/pump-01//',
    });
    expect(of('te/device/pump-01//', '{"@type":"child-device"}')).toMatchObject({ parent: 'device/main//' });
    expect(of('te/device/main//', '{"@type":"device"}')).toMatchObject({ kind: 'device', parent: undefined });
  });

  it('takes no parent that is itself or no entity name', () => {
    expect(of('te/device/a//', '{"@parent":"device/a//"}')).toMatchObject({ parent: 'device/main//' });
    expect(of('te/device/a//', '{"@parent":"nonsense"}')).toMatchObject({ parent: 'device/main//' });
  });

  it('is taken back by an empty message', () => {
    expect(of('te/device/pump-01//', '')).toEqual({ type: 'deregister', entity: 'device/pump-01//' });
  });
});

describe('an alarm', () => {
  const alarm = (payload: string) => of('te/device/pump-01///a/ot_drive_fault', payload);

  it('carries severity, text and whatever else it says', () => {
    expect(
      alarm('{"text":"Alarm 14","severity":"critical","time":"2026-11-20T09:00:00Z","fault_code":14}'),
    ).toEqual({
      type: 'state',
      entity: 'device/pump-01//',
      channel: 'alarm',
      name: 'ot_drive_fault',
      status: 'critical',
      body: { type: 'ot_drive_fault', text: 'Alarm 14', fields: { fault_code: 14 } },
      time: Date.UTC(2026, 10, 20, 9),
    });
  });

  it.each(['{"text":"x"}', '{"text":"x","severity":"high"}', '{"text":"x","severity":3}'])(
    'is minor when its severity is missing or unknown: %s',
    (payload) => expect(alarm(payload)).toMatchObject({ status: 'minor' }),
  );

  it('is called by the type in its payload, but cleared by the one in its topic', () => {
    expect(alarm('{"type":"other","text":"x"}')).toMatchObject({
      name: 'ot_drive_fault',
      body: { type: 'other' },
    });
    expect(alarm('')).toEqual({
      type: 'cleared',
      entity: 'device/pump-01//',
      channel: 'alarm',
      name: 'ot_drive_fault',
    });
  });

  it('is refused when its text is no text, and kept when only its time is wrong', () => {
    expect(reasonOf(alarm('{"text":1}'))).toBe('reject: text');
    expect(alarm('{"text":"x","time":"yesterday"}')).toMatchObject({ type: 'state', time: undefined });
  });

  it('loses characters that no database takes, and only these', () => {
    expect(alarm(String.raw`{"text":"a\u0000b\ud800c","n":{"k\u0000":"\udfff"}}`)).toMatchObject({
      body: { text: 'a\uFFFDb\uFFFDc', fields: { n: { 'k\uFFFD': '\uFFFD' } } },
    });
  });
});

describe('an event', () => {
  const event = (payload: string) => of('te/device/main///e/login', payload);

  it('keeps its fragments beside its text', () => {
    expect(event('{"text":"in","time":1714676361.36,"f":{"n":{"v":"x"}}}')).toEqual({
      type: 'event',
      entity: 'device/main//',
      name: 'login',
      text: 'in',
      body: { f: { n: { v: 'x' } } },
      time: 1_714_676_361_360,
    });
  });

  it('without a text is called by its type; with one that is no text it is refused', () => {
    expect(event('{"time":"2026-11-20T09:00:00.000Z"}')).toMatchObject({ text: 'login' });
    expect(reasonOf(event('{"text":[]}'))).toBe('reject: text');
  });

  it('is what a mapper says on te/errors, whatever that is', () => {
    expect(of('te/errors', 'Invalid JSON: EOF')).toMatchObject({
      name: 'gw.diagnostic',
      text: 'Invalid JSON: EOF',
    });
    expect(of('te/errors', Buffer.from([0xff, 0]))).toMatchObject({ text: '\uFFFD\uFFFD' });
  });
});

describe('health', () => {
  const health = (payload: string) => of('te/device/main/service/agent/status/health', payload);

  it.each([
    ['{"pid":1,"status":"up","time":1714676361.3610663}', 'up'],
    ['{"pid":51367,"status":"down"}', 'down'],
    ['1', 'up'],
    ['0', 'down'],
    ['2', 'unknown'],
    ['{"pid":1}', 'unknown'],
    ['{"status":"degraded"}', 'degraded'],
  ])('%s means %s', (payload, status) => {
    expect(health(payload)).toMatchObject({ type: 'state', channel: 'health', name: '', status });
  });

  it('has the time it states', () => {
    expect(health('{"status":"up","time":1714676361.5}')).toMatchObject({ time: 1_714_676_361_500 });
  });
});

describe('a command', () => {
  const command = (payload: string) => of('te/device/main///cmd/firmware_update/job-1', payload);

  it.each([
    ['{}', 'init'],
    ['{"status":"init"}', 'init'],
    ['{"status":"scheduled"}', 'running'],
    ['{"status":"verify_signature"}', 'running'],
    ['{"status":"successful"}', 'successful'],
    ['{"status":"failed","reason":"x"}', 'failed'],
  ])('in state %s is %s', (payload, status) => {
    expect(command(payload)).toMatchObject({ channel: 'command', name: 'firmware_update/job-1', status });
  });

  it('that is taken back is cleared, which does not say that it stopped', () => {
    expect(command('')).toMatchObject({ type: 'cleared', channel: 'command', name: 'firmware_update/job-1' });
  });

  it('without an id is a capability, and an empty one takes it away', () => {
    expect(of('te/device/main///cmd/restart', '{}')).toMatchObject({
      channel: 'capability',
      name: 'restart',
    });
    expect(of('te/device/main///cmd/restart', '')).toMatchObject({ type: 'cleared', channel: 'capability' });
  });

  it('for a health report is not one that has a state', () => {
    expect(of('te/device/main/service/agent/cmd/health/check', '{}')).toMatchObject({ type: 'health-check' });
  });
});

describe('whatever arrives', () => {
  const channels = [
    '',
    '/m/x',
    '/m/x/meta',
    '/e/x',
    '/a/x',
    '/twin/x',
    '/cmd/x',
    '/cmd/x/1',
    '/status/health',
    '/config',
  ];
  const topics = fc.oneof(
    fc.constantFrom(...channels).map((channel) => `te/device/pump-01//${channel}`),
    fc.array(fc.constantFrom('te', 'device', 'main', '', 'm', 'cmd', 'x')).map((parts) => parts.join('/')),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u0000', '\ud800', 'a\udfff', '__proto__'),
  );
  const field = fc.oneof(
    fc.constantFrom('text', 'status', 'type', 'severity', '@parent', 'time', 'name'),
    text,
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.double(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(field, tie('value'), { maxKeys: 4 }),
    ),
  }));
  const payloads = fc.oneof(
    fc.dictionary(field, value, { maxKeys: 6 }).map((object) => Buffer.from(JSON.stringify(object))),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );

  it('is decoded without an error, and what is kept holds neither NUL nor half a character', () => {
    let kept = 0;
    fc.assert(
      fc.property(topics, payloads, (topic, payload) => {
        const decoded = decode(topic, payload);
        expect(decoded.type).toBeTypeOf('string');
        if (decoded.type !== 'state' && decoded.type !== 'event' && decoded.type !== 'register') return;
        kept += 1;
        expect(JSON.stringify(decoded)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 1_000 },
    );
    expect(kept).toBeGreaterThan(50);
  });
});
