/**
 * Regular expressions whose work grows with pattern times text and never faster (Thompson, 1968): what a playbook
 * asks of a value must not be able to stop the program. Literals, `.`, classes, \d \w \s and their opposites,
 * groups, `|`, `*`, `+`, `?`, `{m,n}`, `^` and `$`; no back references, no looking around. Searches, as MATCHES
 * of STIX patterning does.
 */
export interface LinearPattern {
  test(text: string): boolean;
}

const MOST_STATES = 500;
const MOST_REPEAT = 100;

type Test = (char: string) => boolean;
type Node =
  | { kind: 'char'; test: Test }
  | { kind: 'edge'; of: '^' | '$' }
  | { kind: 'row'; parts: Node[] }
  | { kind: 'either'; ways: Node[] }
  | { kind: 'repeat'; of: Node; least: number; most: number };

/** An automaton's state: where it goes with a character, or without one. */
interface State {
  test?: Test;
  edge?: '^' | '$';
  next: number[];
}

/** Makes a pattern; a text says what is wrong with it. */
export function linearPattern(source: string): LinearPattern | string {
  try {
    const states: State[] = [{ next: [] }];
    const start = link(new Parser(source).whole(), 0, states);
    return { test: (text) => run(states, start, [...text]) };
  } catch (error) {
    if (error instanceof PatternFault) return error.message;
    throw error;
  }
}

class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

const CLASSES: Readonly<Record<string, Test>> = {
  d: (char) => /\d/.test(char),
  D: (char) => !/\d/.test(char),
  w: (char) => /\w/.test(char),
  W: (char) => !/\w/.test(char),
  s: (char) => /\s/.test(char),
  S: (char) => !/\s/.test(char),
};

class Parser {
  readonly #chars: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#chars = [...source];
    if (this.#chars.length > MOST_STATES) throw new PatternFault('is too long');
  }

  whole(): Node {
    const node = this.#either(0);
    if (this.#at < this.#chars.length) throw new PatternFault('has a ) too many');
    return node;
  }

  #either(depth: number): Node {
    if (depth > 50) throw new PatternFault('has too many groups within each other');
    const ways = [this.#row(depth)];
    while (this.#takes('|')) ways.push(this.#row(depth));
    return ways.length === 1 && ways[0] !== undefined ? ways[0] : { kind: 'either', ways };
  }

  #row(depth: number): Node {
    const parts: Node[] = [];
    for (let char = this.#peek(); char !== undefined && char !== '|' && char !== ')'; char = this.#peek()) {
      parts.push(this.#repeated(this.#atom(depth)));
    }
    return { kind: 'row', parts };
  }

  #atom(depth: number): Node {
    const char = this.#take();
    switch (char) {
      case '(': {
        if (this.#takes('?') && !this.#takes(':')) throw new PatternFault('has a group of an unknown kind');
        const inner = this.#either(depth + 1);
        if (!this.#takes(')')) throw new PatternFault('has a group without an end');
        return inner;
      }
      case '[':
        return { kind: 'char', test: this.#class() };
      case '.':
        return { kind: 'char', test: (given) => given !== '\n' };
      case '^':
      case '$':
        return { kind: 'edge', of: char };
      case '*':
      case '+':
      case '?':
        throw new PatternFault(`has nothing before ${char}`);
      case '\\':
        return { kind: 'char', test: this.#escaped() };
      default:
        return { kind: 'char', test: (given) => given === char };
    }
  }

  #repeated(of: Node): Node {
    const [least, most] = this.#times();
    if (least === 1 && most === 1) return of;
    if (of.kind === 'edge') throw new PatternFault('repeats an edge');
    return { kind: 'repeat', of, least, most };
  }

  #times(): [least: number, most: number] {
    if (this.#takes('*')) return [0, Infinity];
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    if (this.#peek() !== '{') return [1, 1];
    const rest = this.#chars.slice(this.#at, this.#at + 12).join('');
    const found = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(rest);
    if (found === null) throw new PatternFault('has a { that is no number of times');
    this.#at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === undefined ? Infinity : Number(found[3]);
    if (most < least || least > MOST_REPEAT || (most !== Infinity && most > MOST_REPEAT)) {
      throw new PatternFault(`repeats more than ${MOST_REPEAT} times`);
    }
    return [least, most];
  }

  #class(): Test {
    const isOpposite = this.#takes('^');
    const tests: Test[] = [];
    while (!this.#takes(']')) {
      const from = this.#take();
      if (from === '\\') {
        tests.push(this.#escaped());
        continue;
      }
      if (this.#peek() === '-' && this.#chars[this.#at + 1] !== ']') {
        this.#take();
        const to = this.#take();
        if (to < from) throw new PatternFault('has a range that runs backwards');
        tests.push((given) => given >= from && given <= to);
      } else tests.push((given) => given === from);
    }
    return (given) => tests.some((test) => test(given)) !== isOpposite;
  }

  #escaped(): Test {
    const char = this.#take();
    const known = Object.hasOwn(CLASSES, char) ? CLASSES[char] : undefined;
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(char)) throw new PatternFault(`has \\${char}, which means nothing here`);
    return (given) => given === char;
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #take(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw new PatternFault('ends too early');
    this.#at += 1;
    return char;
  }

  #takes(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }
}

/** Adds the states of a node in front of `next`; returns where they begin. */
function link(node: Node, next: number, states: State[]): number {
  switch (node.kind) {
    case 'char':
      return add(states, { test: node.test, next: [next] });
    case 'edge':
      return add(states, { edge: node.of, next: [next] });
    case 'row':
      return node.parts.reduceRight((after, part) => link(part, after, states), next);
    case 'either':
      return add(states, { next: node.ways.map((way) => link(way, next, states)) });
    case 'repeat':
      return repeat(node, next, states);
  }
}

function repeat(node: Node & { kind: 'repeat' }, next: number, states: State[]): number {
  let begin = next;
  if (node.most === Infinity) {
    const again: State = { next: [next] };
    begin = add(states, again);
    again.next.push(link(node.of, begin, states));
  } else {
    for (let i = node.least; i < node.most; i += 1) {
      begin = add(states, { next: [next, link(node.of, begin, states)] });
    }
  }
  for (let i = 0; i < node.least; i += 1) begin = link(node.of, begin, states);
  return begin;
}

function add(states: State[], state: State): number {
  if (states.length >= MOST_STATES) throw new PatternFault('is too large');
  return states.push(state) - 1;
}

/** State 0 is the end that accepts. */
function run(states: readonly State[], start: number, chars: readonly string[]): boolean {
  let now = new Set<number>();
  for (let at = 0; at <= chars.length; at += 1) {
    enter(states, start, now, at, chars.length);
    if (now.has(0)) return true;
    const char = chars[at];
    if (char === undefined) return false;
    const after = new Set<number>();
    for (const index of now) {
      const state = states[index];
      if (state?.test?.(char) !== true) continue;
      for (const next of state.next) enter(states, next, after, at + 1, chars.length);
    }
    now = after;
  }
  return false;
}

/** Takes in a state and all that follow it without a character. */
function enter(states: readonly State[], first: number, into: Set<number>, at: number, length: number): void {
  const waiting = [first];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (into.has(index)) continue;
    const state = states[index];
    if (state === undefined) continue;
    if (state.edge === '^' && at !== 0) continue;
    if (state.edge === '$' && at !== length) continue;
    into.add(index);
    if (state.test === undefined) waiting.push(...state.next);
  }
}
