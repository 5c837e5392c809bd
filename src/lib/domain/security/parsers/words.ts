/** Walks over a line word by word, once. Words are what stands between spaces. */
export class Words {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  /** The next word; '' at the end. */
  next(): string {
    const start = this.#start();
    const end = this.#line.indexOf(' ', start);
    this.#at = end === -1 ? this.#line.length : end;
    return this.#line.slice(start, this.#at);
  }

  /** What is left, without the spaces before it. */
  rest(): string {
    return this.#line.slice(this.#start());
  }

  #start(): number {
    let start = this.#at;
    while (this.#line.charCodeAt(start) === 0x20) start += 1;
    return start;
  }
}

/** What stands between two marks, the first time; `undefined` when one of them is missing. */
export function between(text: string, before: string, after: string): string | undefined {
  const start = text.indexOf(before);
  if (start === -1) return undefined;
  const end = text.indexOf(after, start + before.length);
  return end === -1 ? undefined : text.slice(start + before.length, end);
}

/** What stands up to a mark; all of it when there is none. */
export function upTo(text: string, mark: string): string {
  const end = text.indexOf(mark);
  return end === -1 ? text : text.slice(0, end);
}

/** A whole number of at most nine digits; `undefined` for anything else. */
export const wholeNumber = (word: string | undefined): number | undefined =>
  word !== undefined && /^\d{1,9}$/.test(word) ? Number(word) : undefined;
