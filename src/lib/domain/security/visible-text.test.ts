import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLine, MAX_LINE_BYTES, visibleText } from './visible-text';

describe('a line', () => {
  it('is cut to 8 KiB of UTF-8, between two characters', () => {
    expect(cutLine('a'.repeat(9_000))).toHaveLength(MAX_LINE_BYTES);
    expect(cutLine('€'.repeat(9_000))).toHaveLength(Math.floor(MAX_LINE_BYTES / 3));
  });

  it('ends where a line ends', () => {
    expect(cutLine('one\ntwo')).toBe('one');
    expect(cutLine('one\r\ntwo')).toBe('one');
  });

  it('never has more bytes than that', () => {
    const letters = fc.array(fc.constantFrom('a', 'é', '€', '😀', '\ud800', '\udc00'), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(letters, (unit) => {
        const line = cutLine(unit.join('').repeat(9_000));
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MAX_LINE_BYTES);
        expect(Buffer.byteLength(line)).toBeGreaterThan(MAX_LINE_BYTES - 4);
      }),
      { numRuns: 50 },
    );
  });
});

describe('somebody else’s text', () => {
  it('shows what is meant to be hidden', () => {
    expect(visibleText('root\u0000\u001b[2J', 64)).toBe('root␀␛[2J');
    expect(visibleText('a\u202eb\u200bc\ufeff\u0085', 64)).toBe('a\\u202eb\\u200bc\\ufeff\\u0085');
    expect(visibleText('\u007f\n', 64)).toBe('␡␊');
  });

  it('stays text: markup and templates are letters like others', () => {
    expect(visibleText('<b>${x}</b>{{y}}', 64)).toBe('<b>${x}</b>{{y}}');
  });

  it('is cut, and shows that it was', () => {
    expect(visibleText('abcdef', 4)).toBe('abc…');
    expect(visibleText('abcd', 4)).toBe('abcd');
  });

  it('is never longer than allowed, never holds a control character and never half a letter', () => {
    const text = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 120 })
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 100 }), (hidden, most) => {
        const shown = visibleText(hidden, most);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});
