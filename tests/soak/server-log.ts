import { createWriteStream, type WriteStream } from 'node:fs';
import { Tally } from './tally';

const ERRORS: readonly unknown[] = ['error', 'fatal'];
/** What the server rightly calls an error while its database is killed under it. */
const OF_A_KILL = /^(the database (died|takes no writes)|Not recording: )/;
/** A file of a run gone wild stays readable. */
const MOST_BYTES = 100 * 2 ** 20;

/** Keeps what the server prints in a file, and counts what it calls errors. */
export class ServerLog {
  readonly errors = new Tally();
  /** Errors that a killed database explains. */
  readonly explained = new Tally();
  /** Lines that are no log lines of ours: a stack of something that nobody caught. */
  readonly strange = new Tally();
  readonly #file: WriteStream;
  #bytes = 0;
  #rest = '';

  /** `isOutage` says whether at that time (ms since 1970) the run had something killed. */
  constructor(
    path: string,
    private readonly isOutage: (at: number) => boolean,
  ) {
    this.#file = createWriteStream(path);
  }

  add(text: string): void {
    this.#bytes += text.length;
    if (this.#bytes < MOST_BYTES) this.#file.write(text);
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') this.#take(line);
  }

  /** The process was killed: what it had begun to print is no line, and the next one begins its own. */
  cutOff(): void {
    if (this.#rest !== '') this.#file.write('\n');
    this.#rest = '';
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(resolve));
  }

  #take(line: string): void {
    let entry: { level?: unknown; msg?: unknown; time?: unknown; err?: { message?: unknown } };
    try {
      entry = JSON.parse(line) as typeof entry;
    } catch {
      this.strange.add(line);
      return;
    }
    if (!ERRORS.includes(entry.level)) return;
    const cause = entry.err?.message === undefined ? '' : `: ${String(entry.err.message)}`;
    const isExplained = OF_A_KILL.test(String(entry.msg)) && this.isOutage(Date.parse(String(entry.time)));
    (isExplained ? this.explained : this.errors).add(`${String(entry.msg)}${cause}`);
  }
}
