import { describe, expect, it } from 'vitest';
import { parseStatement } from './parse-statement';
import { DRIVE_STATES, OPERATORS, type Claim, type Comparison, type Statement, type Term } from './statement';
import { statementWord } from './tokens';

/** Numbers from 0 up to 1 that are the same at every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Written<T> = { text: string; is: T };
const write = <T>(text: string, is: T): Written<T> => ({ text, is });

/** Statements by chance, as text and as what the text has to be read as. */
class Maker {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = chance(seed);
  }

  of<T>(all: readonly T[]): T {
    const one = all[Math.floor(this.#next() * all.length)];
    if (one === undefined) throw new Error('there is nothing to choose from');
    return one;
  }

  maybe(): boolean {
    return this.#next() < 0.5;
  }

  /** Values hold whatever somebody may type, words of the grammar among them. */
  term(): Written<Term> {
    if (this.#next() < 0.3) {
      const name = this.of(['__a__', '__gateway__', '__x-1__', '___y___']);
      return write(`${name}:value`, { kind: 'variable', name });
    }
    const text = this.of([
      'gw-001',
      'p.1:x',
      'is',
      'for',
      '"',
      '\\',
      'a b',
      'x" link = live',
      '',
      'ø',
      '(',
      '=',
      '5',
    ]);
    return write(statementWord(text), { kind: 'text', text });
  }

  number(): Written<Term> {
    if (this.#next() < 0.2) return write('__n__:value', { kind: 'variable', name: '__n__' });
    const text = this.of(['0', '12', '-3.5', '1000000', '0.001']);
    return write(text, { kind: 'text', text });
  }

  comparison(value: () => Written<Term>, unit: string): Written<Comparison> {
    if (this.#next() < 0.3) {
      const values = [value(), value()];
      const text = `in (${values.map((one) => one.text).join(', ')})`;
      return write(text, { op: 'in', values: values.map((one) => one.is) });
    }
    const op = this.of(OPERATORS);
    const compared = value();
    const hasUnit = unit !== '' && this.maybe();
    return write(`${op} ${compared.text}${hasUnit ? ` ${unit}` : ''}`, {
      op,
      value: compared.is,
      unit: hasUnit ? unit : undefined,
    });
  }

  claim(): Written<Claim> {
    const name = this.term();
    switch (this.of(['signal', 'state', 'clock', 'fact', 'alarm', 'event', 'command'] as const)) {
      case 'signal': {
        const c = this.comparison(() => this.number(), 'A');
        return write(`drive ${name.text} signal motor_current_a ${c.text}`, {
          about: 'drives',
          which: { of: 'one', name: name.is },
          claim: { kind: 'signal', signal: 'motor_current_a', comparison: c.is },
        });
      }
      case 'state': {
        const [of, is, not] = [this.of(['every', 'any', 'no'] as const), this.of(DRIVE_STATES), this.maybe()];
        return write(`${of} drive in zone ${name.text} is ${not ? 'not ' : ''}${is}`, {
          about: 'drives',
          which: { of, place: { kind: 'zone', name: name.is } },
          claim: { kind: 'state', is, not },
        });
      }
      case 'clock': {
        const c = this.comparison(() => this.number(), 'ms');
        return write(`gateway ${name.text} clock offset ${c.text}`, {
          about: 'gateways',
          which: { of: 'one', name: name.is },
          claim: { kind: 'clock-offset', comparison: c.is },
        });
      }
      case 'fact': {
        const value = this.term();
        return write(`gateway ${name.text} firmware.active_slot = ${value.text} no older than 5 min`, {
          about: 'gateways',
          which: { of: 'one', name: name.is },
          claim: {
            kind: 'fact',
            path: ['firmware', 'active_slot'],
            test: { op: '=', value: value.is, unit: undefined },
            noOlderThan: { amount: { kind: 'text', text: '5' }, unit: 'min' },
          },
        });
      }
      case 'alarm': {
        const [none, unacknowledged, orHigher] = [this.maybe(), this.maybe(), this.maybe()];
        const priority = this.number();
        const text = `${none ? 'no' : 'an'} ${unacknowledged ? 'unacknowledged ' : ''}alarm of priority ${priority.text}${orHigher ? ' or higher' : ''} on gateway ${name.text}`;
        return write(text, {
          about: 'alarms',
          none,
          unacknowledged,
          priority: { value: priority.is, orHigher },
          definition: undefined,
          where: { kind: 'gateway', name: name.is },
        });
      }
      case 'event':
        return write(`no event of type ot.modbus_write on drive ${name.text} in the last 24 h`, {
          about: 'events',
          none: true,
          type: { kind: 'text', text: 'ot.modbus_write' },
          severity: undefined,
          where: { kind: 'drive', name: name.is },
          within: { amount: { kind: 'text', text: '24' }, unit: 'h' },
        });
      case 'command':
        return write(`command state of ${name.text} = successful`, {
          about: 'command',
          command: name.is,
          gateway: undefined,
          comparison: { op: '=', value: { kind: 'text', text: 'successful' }, unit: undefined },
        });
    }
  }

  statement(): Written<Statement> {
    const claim = this.claim();
    const amount = this.number();
    const [isHeld, isKept] = [this.maybe(), this.maybe()];
    return write(`${claim.text}${isHeld ? ` for ${amount.text} s` : ''}${isKept ? ' into __found__' : ''}`, {
      claim: claim.is,
      holdsFor: isHeld ? { amount: amount.is, unit: 's' } : undefined,
      into: isKept ? '__found__' : undefined,
    });
  }
}

describe('the grammar of checks', () => {
  it('reads every statement as what was written, whatever stands in its names and values', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const { text, is } = new Maker(seed).statement();
      expect(parseStatement(text), `seed ${seed}: ${text}`).toEqual({ statement: is });
    }
  });

  it('never throws, and points at a place in the text, whatever it gets', () => {
    const pieces = [
      'drive',
      'gateway',
      'no',
      'alarm',
      '__a__:value',
      '"',
      '\\',
      '(',
      ',',
      '=',
      ' ',
      '5',
      'for',
      '\t',
      '\0',
      '\ud800',
      'é',
      '🙂',
      'is',
      'not',
      '.',
      '-',
    ];
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const next = chance(seed);
      const text = Array.from(
        { length: 1 + Math.floor(next() * 30) },
        () => pieces[Math.floor(next() * pieces.length)],
      ).join(next() < 0.5 ? '' : ' ');
      const parsed = parseStatement(text);
      if ('fault' in parsed) {
        expect(parsed.at).toBeGreaterThanOrEqual(0);
        expect(parsed.at).toBeLessThanOrEqual(text.length);
      }
    }
  });

  it('is through with hostile texts at once', () => {
    const hostile = [
      '__a'.repeat(5_000),
      `"${'\\"'.repeat(50_000)}`,
      '('.repeat(100_000),
      `drive ${'a.'.repeat(50_000)}`,
      `gateway g firmware.${'a.'.repeat(400)}`,
      '__a__:valu'.repeat(100),
      'drive p in (' + '1,'.repeat(490),
    ];
    const begun = performance.now();
    for (const text of hostile) expect(parseStatement(text)).toHaveProperty('fault');
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
