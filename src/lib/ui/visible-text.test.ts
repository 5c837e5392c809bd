import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visibleParts, visibleText } from './visible-text';

const marks = (text: string) =>
  visibleParts(text)
    .filter(({ isMark }) => isMark)
    .map((part) => part.text);

it.each([
  ['an escape sequence', '\u001b[31mred', ['ESC']],
  ['a zero byte', 'a\u0000b', ['NUL']],
  ['a turned direction', 'exe.\u202egpj', ['U+202E']],
  ['a sign without width', 'ro\u200bot', ['U+200B']],
  ['a carriage return that overwrites', 'denied\rallowed', ['CR']],
  ['half of a pair', '\ud800', ['U+D800']],
  ['a tag sign', '\u{e0041}', ['U+E0041']],
])('%s is seen', (_what, text, expected) => expect(marks(text)).toEqual(expected));

it('what people write is left as it is', () => {
  expect(visibleParts('Müller 温度 \u2212 5 °C\tund\nweiter')).toEqual([
    { text: 'Müller 温度 \u2212 5 °C\tund\nweiter', isMark: false },
  ]);
  expect(visibleParts('')).toEqual([]);
});

it('nothing that is not a mark hides anything', () => {
  const holds = fc.property(fc.string({ unit: 'binary' }), (text) =>
    visibleParts(text).every(({ text: part, isMark }) => isMark || !/[^\P{C}\t\n\r\p{Co}\p{Cn}]/u.test(part)),
  );
  expect(fc.check(holds)).toMatchObject({ failed: false });
});

it('in one line there is no line break', () => expect(visibleText('a\r\nb\u001b')).toBe('a bESC'));
