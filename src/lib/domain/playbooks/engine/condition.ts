import { compare, type Comparison, type Literal, type Verdict } from './compare';
import { linearPattern } from './linear-pattern';
import type { Values } from './values';

/**
 * What if, while and switch ask, as a small typed grammar in the manner of STIX patterning (CACAO 2.0 leaves the
 * extent to the implementation). Nothing of it is ever evaluated as code.
 *
 *   either := both ('OR' both)*
 *   both   := one ('AND' one)*
 *   one    := 'NOT' one | '(' either ')' | '[' either ']' | variable compare
 *   compare := ('=' | '!=' | '<' | '<=' | '>' | '>=') literal
 *            | ['NOT'] 'IN' '(' literal (',' literal)* ')' | ['NOT'] 'MATCHES' text
 *   variable := __name__:value
 *   literal  := 'text' | "text" | number | true | false | word
 */
export type Condition =
  | { kind: 'either'; parts: Condition[] }
  | { kind: 'both'; parts: Condition[] }
  | { kind: 'not'; of: Condition }
  | Comparison;

const LONGEST = 4_000;
const DEEPEST = 50;

/** Reads a condition. Never throws. */
export function parseCondition(text: string): { condition: Condition } | { fault: string } {
  if (text.length > LONGEST) return { fault: `is longer than ${LONGEST} characters` };
  try {
    const parser = new Parser(text);
    const condition = parser.either(0);
    parser.finish();
    return { condition };
  } catch (error) {
    if (error instanceof ConditionFault) return { fault: error.message };
    throw error;
  }
}

/**
 * Whether a condition holds; undefined when a value that decides is not known. What is not known decides nothing:
 * `unknown OR true` is true, `unknown AND false` is false (Kleene).
 */
export function evaluate(condition: Condition, values: Values): Verdict {
  switch (condition.kind) {
    case 'not': {
      const inner = evaluate(condition.of, values);
      return 'fault' in inner ? inner : { holds: inner.holds === undefined ? undefined : !inner.holds };
    }
    case 'either':
    case 'both': {
      const decides = condition.kind === 'either';
      let isKnown = true;
      for (const part of condition.parts) {
        const verdict = evaluate(part, values);
        if ('fault' in verdict) return verdict;
        if (verdict.holds === decides) return verdict;
        if (verdict.holds === undefined) isKnown = false;
      }
      return { holds: isKnown ? !decides : undefined };
    }
    default:
      return compare(condition, values);
  }
}

/** Variables that a condition asks, each once. */
export function variablesOf(condition: Condition): string[] {
  const names = new Set<string>();
  const walk = (part: Condition): void => {
    if (part.kind === 'not') walk(part.of);
    else if (part.kind === 'either' || part.kind === 'both') part.parts.forEach(walk);
    else names.add(part.variable);
  };
  walk(condition);
  return [...names];
}

class ConditionFault extends Error {
  override readonly name = 'ConditionFault';
}

const SPACE = /\s+/y;
const VARIABLE = /(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value(?![A-Za-z0-9_])/y;
const OPERATOR = /!=|<=|>=|=|<|>/y;
const QUOTED = /'((?:[^'\\]|\\['\\])*)'|"((?:[^"\\]|\\["\\])*)"/y;
const WORD = /[A-Za-z0-9._:/@%+-]+/y;

class Parser {
  #at = 0;

  constructor(private readonly text: string) {}

  either(depth: number): Condition {
    return this.#joined('OR', 'either', () => this.#joined('AND', 'both', () => this.#one(depth)));
  }

  finish(): void {
    this.#space();
    if (this.#at < this.text.length) throw this.#fault('expects AND, OR or the end');
  }

  #joined(word: 'OR' | 'AND', kind: 'either' | 'both', read: () => Condition): Condition {
    const parts = [read()];
    while (this.#keyword(word)) parts.push(read());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind, parts };
  }

  #one(depth: number): Condition {
    if (depth > DEEPEST) throw this.#fault('goes too deep');
    if (this.#keyword('NOT')) return { kind: 'not', of: this.#one(depth + 1) };
    for (const [open, close] of ['()', '[]']) {
      if (open === undefined || close === undefined || !this.#sign(open)) continue;
      const inner = this.either(depth + 1);
      if (!this.#sign(close)) throw this.#fault(`expects ${close}`);
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Condition {
    const variable = this.#take(VARIABLE)?.[1];
    if (variable === undefined) throw this.#fault('expects a variable such as __state__:value');
    const operator = this.#take(OPERATOR)?.[0];
    if (operator !== undefined) {
      const op = operator as '=' | '!=' | '<' | '<=' | '>' | '>=';
      return { kind: 'compare', variable, op, literal: this.#literal() };
    }
    const isNot = this.#keyword('NOT');
    const found = this.#set(variable) ?? this.#match(variable);
    if (found === undefined) throw this.#fault('expects =, !=, <, <=, >, >=, IN or MATCHES');
    return isNot ? { kind: 'not', of: found } : found;
  }

  #set(variable: string): Condition | undefined {
    if (!this.#keyword('IN')) return undefined;
    if (!this.#sign('(')) throw this.#fault('expects (');
    const literals = [this.#literal()];
    while (this.#sign(',')) literals.push(this.#literal());
    if (!this.#sign(')')) throw this.#fault('expects , or )');
    return { kind: 'in', variable, literals };
  }

  #match(variable: string): Condition | undefined {
    if (!this.#keyword('MATCHES')) return undefined;
    const { text, isQuoted } = this.#literal();
    if (!isQuoted) throw this.#fault('expects a pattern in quotes');
    const pattern = linearPattern(text);
    if (typeof pattern === 'string') throw new ConditionFault(`the pattern '${text}' ${pattern}`);
    return { kind: 'matches', variable, source: text };
  }

  #literal(): Literal {
    const quoted = this.#take(QUOTED);
    if (quoted !== undefined) {
      return { text: (quoted[1] ?? quoted[2] ?? '').replace(/\\(['"\\])/g, '$1'), isQuoted: true };
    }
    const word = this.#take(WORD)?.[0];
    if (word === undefined) throw this.#fault('expects a value');
    if (word.includes('__:')) throw this.#fault('compares two variables');
    return { text: word, isQuoted: false };
  }

  #keyword(word: string): boolean {
    this.#space();
    if (!this.text.startsWith(word, this.#at)) return false;
    if (/[A-Za-z0-9_]/.test(this.text[this.#at + word.length] ?? '')) return false;
    this.#at += word.length;
    return true;
  }

  #sign(sign: string): boolean {
    this.#space();
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    this.#space();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  #fault(words: string): ConditionFault {
    return new ConditionFault(`character ${this.#at + 1}: ${words}`);
  }
}
