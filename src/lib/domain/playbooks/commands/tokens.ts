import { MOST_STATEMENT_LENGTH, OPERATORS, type Operator } from './statement';

export type Token =
  /** `quoted` text is never a keyword. */
  | { kind: 'text'; text: string; quoted: boolean; at: number }
  | { kind: 'variable'; name: string; at: number }
  | { kind: 'operator'; text: Operator; at: number }
  | { kind: '(' | ')' | ','; at: number };

/** What is wrong with a text, and at which character from 0. */
export class StatementFault extends Error {
  override readonly name = 'StatementFault';
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const SPACE = /[ \t]+/y;
const VARIABLE = /(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value(?=[ \t(),=!<>]|$)/y;
const OPERATOR = /!=|<=|>=|=|<|>/y;
const BARE = /-?[\p{L}\p{N}_°%][\p{L}\p{N}._:/°%+-]*/uy;
const QUOTED = /"((?:[^"\\\p{Cc}\p{Cs}]|\\["\\])*)"/uy;
const BARE_WHOLE = /^-?[\p{L}\p{N}_°%][\p{L}\p{N}._:/°%+-]*$/u;

/** Splits a statement into words; throws `StatementFault`. Looks at every character a bounded number of times. */
export function tokensOf(text: string): Token[] {
  if (text.length > MOST_STATEMENT_LENGTH) {
    throw new StatementFault(`is longer than ${MOST_STATEMENT_LENGTH} characters`, MOST_STATEMENT_LENGTH);
  }
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
  };
  while (at < text.length) {
    const space = take(SPACE);
    if (space !== undefined) {
      at += space[0].length;
      continue;
    }
    const [token, length] = tokenAt(take, text, at);
    tokens.push(token);
    at += length;
  }
  return tokens;
}

function tokenAt(
  take: (pattern: RegExp) => RegExpExecArray | undefined,
  text: string,
  at: number,
): [token: Token, length: number] {
  const first = text[at];
  if (first === '(' || first === ')' || first === ',') return [{ kind: first, at }, 1];
  const variable = take(VARIABLE);
  if (variable !== undefined) return [{ kind: 'variable', name: variable[1] ?? '', at }, variable[0].length];
  const quoted = take(QUOTED);
  if (quoted !== undefined) {
    if (quoted[0].includes('__:value')) throw new StatementFault('has a variable inside quotes', at);
    const words = (quoted[1] ?? '').replace(/\\(["\\])/g, '$1');
    return [{ kind: 'text', text: words, quoted: true, at }, quoted[0].length];
  }
  const operator = take(OPERATOR)?.[0];
  if (isOperator(operator)) return [{ kind: 'operator', text: operator, at }, operator.length];
  const bare = take(BARE)?.[0];
  if (bare === undefined) throw new StatementFault('has a character that means nothing here', at);
  if (bare.includes('__:')) throw new StatementFault('has a variable that does not stand alone', at);
  return [{ kind: 'text', text: bare, quoted: false, at }, bare.length];
}

const isOperator = (text: string | undefined): text is Operator =>
  (OPERATORS as readonly (string | undefined)[]).includes(text);

/**
 * A value as one word of a statement: whoever fills in variables writes values like this, and no value can become
 * more than the one word that it stands for. Control characters and halves of characters become spaces.
 */
export function statementWord(value: string): string {
  const plain = value.replace(/[\p{Cc}\p{Cs}]/gu, ' ');
  if (BARE_WHOLE.test(plain) && !plain.includes('__:')) return plain;
  return `"${plain.replace(/__:value/g, '__ value').replace(/["\\]/g, '\\$&')}"`;
}
