import { TIME_UNITS, type Comparison, type Term, type Time, type TimeUnit } from './statement';
import { StatementFault, type Token } from './tokens';

/** Reads a statement's words one after the other; everything it expects and does not find is a `StatementFault`. */
export class TokenReader {
  #next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
  ) {}

  get isAtEnd(): boolean {
    return this.#next >= this.tokens.length;
  }

  /** Takes the words if they come next, all of them or none. */
  takes(words: string): boolean {
    const wanted = words.split(' ');
    if (!wanted.every((word, i) => isWord(this.tokens[this.#next + i], word))) return false;
    this.#next += wanted.length;
    return true;
  }

  expect(words: string): void {
    if (!this.takes(words)) throw this.fault(`expects "${words}"`);
  }

  /** Takes one of the words. */
  oneOf<T extends string>(words: readonly T[]): T {
    const found = words.find((word) => this.takes(word));
    if (found === undefined) throw this.fault(`expects one of ${words.join(', ')}`);
    return found;
  }

  /** A name or value: one word, quoted text or variable. */
  term(what: string): Term {
    const token = this.tokens[this.#next];
    if (token?.kind !== 'text' && token?.kind !== 'variable') throw this.fault(`expects ${what}`);
    this.#next += 1;
    return token.kind === 'variable'
      ? { kind: 'variable', name: token.name }
      : { kind: 'text', text: token.text };
  }

  /** One bare word that is written out, not a variable. */
  word(what: string, isOne: (text: string) => boolean): string {
    const token = this.tokens[this.#next];
    if (token?.kind !== 'text' || token.quoted || !isOne(token.text)) throw this.fault(`expects ${what}`);
    this.#next += 1;
    return token.text;
  }

  time(): Time {
    const amount = this.number();
    const unit = this.word('ms, s, min, h or d', isTimeUnit);
    return { amount, unit: unit as TimeUnit };
  }

  number(): Term {
    return this.known('a number', isNumber);
  }

  /** Numbers: a value with its unit, if it has one. */
  numbers(unit: string): Comparison {
    return this.#comparison(() => this.number(), unit);
  }

  /** One of the words that are known here, or a variable. A wrong one would be found nowhere, and "no" would hold. */
  known(what: string, isOne: (text: string) => boolean): Term {
    const term = this.term(what);
    if (term.kind === 'text' && !isOne(term.text)) throw this.fault(`expects ${what}`, 1);
    return term;
  }

  /** Words are equal or not; they have no order. */
  words(isOne: (text: string) => boolean, what: string): Comparison {
    const value = (): Term => this.known(what, isOne);
    const token = this.tokens[this.#next];
    if (token?.kind === 'operator' && token.text !== '=' && token.text !== '!=') {
      throw this.fault('expects = or !=');
    }
    return this.#comparison(value, '');
  }

  /** Of anything that a gateway may say. Order is of numbers only. */
  values(): Comparison {
    const token = this.tokens[this.#next];
    const isOrdered = token?.kind === 'operator' && token.text !== '=' && token.text !== '!=';
    return this.#comparison(isOrdered ? () => this.number() : () => this.term('a value'), '');
  }

  finish(): void {
    if (!this.isAtEnd) throw this.fault('has words too many');
  }

  fault(message: string, back = 0): StatementFault {
    return new StatementFault(message, this.tokens[this.#next - back]?.at ?? this.end);
  }

  /** `unit` is what the value is measured in, '' for nothing; it may be left out. */
  #comparison(value: () => Term, unit: string): Comparison {
    if (this.takes('in')) {
      this.#mark('(');
      const values = [value()];
      while (this.#takesMark(',')) values.push(value());
      this.#mark(')');
      return { op: 'in', values };
    }
    const token = this.tokens[this.#next];
    if (token?.kind !== 'operator') throw this.fault('expects =, !=, <, <=, >, >= or in');
    this.#next += 1;
    const compared = value();
    return { op: token.text, value: compared, unit: unit !== '' && this.takes(unit) ? unit : undefined };
  }

  #takesMark(mark: '(' | ')' | ','): boolean {
    if (this.tokens[this.#next]?.kind !== mark) return false;
    this.#next += 1;
    return true;
  }

  #mark(mark: '(' | ')' | ','): void {
    if (!this.#takesMark(mark)) throw this.fault(`expects ${mark}`);
  }
}

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'text' && !token.quoted && token.text === word;

const isTimeUnit = (text: string): text is TimeUnit => Object.hasOwn(TIME_UNITS, text);

/** Decimal notation, as a statement writes numbers; longer ones are no measurements. */
export const isNumber = (text: string): boolean => /^-?\d{1,15}(\.\d{1,12})?$/.test(text);
