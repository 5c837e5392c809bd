import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, parseCondition, variablesOf } from './condition';
import { linearPattern } from './linear-pattern';
import type { Values } from './values';

const value = (type: string, text: string | null) => ({ type, value: text, isConstant: false });
const VALUES: Values = {
  __slot__: value('string', 'b'),
  __n__: value('integer', '12'),
  __big__: value('long', '9007199254740993'),
  __f__: value('float', '0.5'),
  __ok__: value('bool', 'true'),
  __mac__: value('mac-addr', '00:00:5E:00:53:01'),
  __gone__: value('string', null),
  __nothing__: value('integer', ''),
  __map__: value('dictionary', '{}'),
};

function judge(text: string): boolean | string | undefined {
  const parsed = parseCondition(text);
  if ('fault' in parsed) return parsed.fault;
  const verdict = evaluate(parsed.condition, VALUES);
  return 'fault' in verdict ? verdict.fault : verdict.holds;
}

describe('a condition', () => {
  it.each([
    ["__slot__:value = 'b'", true],
    ['__slot__:value != b', false],
    ['__n__:value >= 12 AND __n__:value < 13', true],
    ['__n__:value > 9', true],
    ['__big__:value > 9007199254740992', true],
    ['__f__:value = 0.50', true],
    ['__ok__:value = true', true],
    ["__slot__:value IN ('a', 'b')", true],
    ["__slot__:value NOT IN ('a', 'b')", false],
    ["__slot__:value MATCHES '^[a-c]$'", true],
    ["NOT (__slot__:value = 'a' OR __n__:value = 1)", true],
    ["[__slot__:value = 'b']", true],
    ['__mac__:value = 00:00:5e:00:53:01', true],
    ["__slot__:value = 'a' OR __slot__:value = 'b' AND __n__:value = 12", true],
    ["__nothing__:value = ''", true],
  ])('%s', (text, holds) => expect(judge(text)).toBe(holds));

  it('whose value is not known decides nothing by itself', () => {
    expect(judge("__gone__:value = 'a'")).toBeUndefined();
    expect(judge("__gone__:value = 'a' OR __n__:value = 12")).toBe(true);
    expect(judge("__gone__:value = 'a' AND __n__:value = 1")).toBe(false);
    expect(judge("NOT __gone__:value = 'a'")).toBeUndefined();
  });

  it.each([
    ['__slot__:value < 3', 'has no order'],
    ['__n__:value = many', 'is no integer'],
    ['__ok__:value = yes', 'is no bool'],
    ['__map__:value = 1', 'cannot be compared'],
    ['__other__:value = 1', 'is not declared'],
    ['__n__:value = __big__:value', 'two variables'],
    ['slot = 1', 'expects a variable'],
    ['__n__:value = 1 OR', 'expects a variable'],
    ['__n__:value = 1 __n__:value = 1', 'expects AND, OR or the end'],
    ["__slot__:value MATCHES '('", 'group without an end'],
    ["__slot__:value MATCHES '(a)\\\\1'", 'means nothing here'],
    [`${'('.repeat(100)}__n__:value = 1`, 'too deep'],
  ])('that makes no sense says so: %s', (text, words) => expect(judge(text)).toContain(words));

  it('of any text is read without an error of the program', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(() => parseCondition(text)).not.toThrow();
      }),
    );
    const words = ['__n__:value', '=', 'IN', '(', ')', ',', 'AND', 'NOT', "'x'", '12', 'MATCHES', '[', ']'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (parts) => {
        const parsed = parseCondition(parts.join(' '));
        if ('condition' in parsed) expect(() => evaluate(parsed.condition, VALUES)).not.toThrow();
      }),
    );
  });

  it('finds any text by itself, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        const literal = `'${text.replace(/['\\]/g, '\\$&')}'`;
        const parsed = parseCondition(`__t__:value = ${literal}`);
        if ('fault' in parsed) throw new Error(parsed.fault);
        expect(variablesOf(parsed.condition)).toEqual(['__t__']);
        expect(evaluate(parsed.condition, { __t__: value('string', text) })).toEqual({ holds: true });
      }),
    );
  });
});

describe('a pattern', () => {
  const matches = (source: string, text: string): boolean => {
    const pattern = linearPattern(source);
    if (typeof pattern === 'string') throw new Error(pattern);
    return pattern.test(text);
  };

  it('finds what the regular expressions of the language find', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(ab)');
    const times = fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}');
    const part = fc.tuple(atom, times).map(([what, often]) => what + often);
    const pattern = fc
      .tuple(fc.constantFrom('', '^'), fc.array(part, { maxLength: 5 }), fc.constantFrom('', '$'))
      .map(([begin, parts, end]) => begin + parts.join('') + end);
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        expect(matches(source, given)).toBe(new RegExp(source, 'u').test(given));
      }),
    );
  });

  it('that would take for ever elsewhere takes no time', () => {
    const begun = performance.now();
    expect(matches('^(a+)+$', `${'a'.repeat(5_000)}!`)).toBe(false);
    expect(matches('(x|x|x)*y', 'x'.repeat(5_000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
