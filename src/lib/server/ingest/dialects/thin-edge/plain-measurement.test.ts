import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityTopicId } from '../../../../domain/ids';
import { SIGNAL_INDEX, SIGNAL_KEYS } from '../../../../domain/telemetry/signals';
import { decodeMeasurement } from './measurement';
import { readPlainMeasurement } from './plain-measurement';

const PUMP = 'device/pump-01//' as EntityTopicId;
const plain = (text: string) => readPlainMeasurement(PUMP, 'drive', Buffer.from(text));
const general = (text: string) => decodeMeasurement(PUMP, 'drive', Buffer.from(text));

/** Numbers as somebody may write them, right or wrong. */
const numberText = fc.oneof(
  fc.tuple(fc.integer(), fc.nat({ max: 999_999 })).map(([whole, part]) => `${whole}.${part}`),
  fc.double().map(String),
  fc.integer().map(String),
  fc.float().map(String),
  fc.constantFrom(
    '-0',
    '0',
    '-',
    '01',
    '1.',
    '.5',
    '1e3',
    '1E-400',
    '1e999',
    '12345678901234567890',
    '-1',
    '+1',
  ),
  fc.constantFrom(
    '0.1234567890123456',
    '9007199254740993',
    '4294967295',
    '4294967296',
    '3.5e38',
    '1.0',
    'NaN',
  ),
);
const valueText = fc.oneof(
  { weight: 12, arbitrary: numberText },
  fc.constantFrom('true', 'null', '"text"', '[1]', '{"a":1}', '{}'),
);
const timeText = fc.oneof(
  fc.constantFrom('1763757000.123', '1763757000', '"2026-11-21T10:00:00Z"', '"2026-11-21T10:00:00.5+01:00"'),
  fc.constantFrom('"2026-11-21T10:00:00"', '"yesterday"', '"a\\u0041"', '"\u00e9"', '"', '-1', 'null'),
  numberText,
);
const space = fc.constantFrom('', '', '', ' ', '\n', '\t ', '\u00a0');
const nameText = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<string>(...SIGNAL_KEYS) },
  fc.constantFrom(
    'flow',
    'properties',
    'motor_speed',
    'dc_link_vv',
    '',
    '__proto__',
    'dc\\u005flink_v',
    '\u00b5',
  ),
);
const member = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(nameText, valueText) },
  fc.tuple(fc.constant('time'), timeText),
);
const measurementText = fc
  .tuple(
    fc.array(fc.tuple(member, space, space, space), { maxLength: 14 }),
    space,
    fc.constantFrom('', '', ',', '}', ' x'),
  )
  .map(
    ([members, gap, rest]) =>
      `{${gap}${members.map(([[name, value], a, b, c]) => `${a}"${name}"${b}:${c}${value}`).join(',')}${gap}}${rest}`,
  );

describe('a plain measurement', () => {
  it('is read from its bytes as it is read as JSON, or left to that', () => {
    const length = { numRuns: 5_000 };
    fc.assert(
      fc.property(measurementText, (text) => {
        const read = plain(text);
        if (read !== undefined) expect(read).toEqual(general(text));
      }),
      length,
    );
  });

  it('is read the same whatever is broken in it, byte by byte', () => {
    const text = '{"time":1763757000.123,"dc_link_v":556.1,"motor_speed_rpm":-1475,"status_word":3847}';
    for (let i = 0; i <= text.length; i += 1) {
      const cut = text.slice(0, i);
      expect(plain(cut) ?? general(cut)).toEqual(general(cut));
      for (const wrong of ['"', '{', '0', 'e', ' ', '\u0000', '\u00ff']) {
        const broken = text.slice(0, i) + wrong + text.slice(i + 1);
        expect(plain(broken) ?? general(broken)).toEqual(general(broken));
      }
    }
  });

  it('needs no JSON for what drives send, in any order and with spaces', () => {
    const sent = [
      '{"time":1763757000.123,"output_frequency_hz":48.15,"motor_current_a":41.7,"status_word":3847}',
      '{"status_word":3847,"motor_current_a":41.7,"time":"2026-11-21T10:00:00.123Z"}',
      '{ "dc_link_v" : 556 , "energy_kwh" : 123456.789 }\n',
      '{"motor_torque_pct":-12.5}',
    ];
    for (const text of sent) expect(plain(text)).toEqual(general(text));
  });

  it('takes each number for what it is, to the last bit', () => {
    const index = SIGNAL_INDEX.energy_kwh;
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.integer({ min: 1, max: 6 }), (steps, decimals) => {
        const text = (steps / 10 ** decimals).toFixed(decimals);
        expect(plain(`{"energy_kwh":${text}}`)?.values[index]).toBe(Number(text));
      }),
    );
    expect.hasAssertions();
  });
});
