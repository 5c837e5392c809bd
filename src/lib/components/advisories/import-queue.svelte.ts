import { ApiError, sendJson } from '$lib/live/api';
import type { ImportedAdvisory } from '$lib/protocol/advisories';

/** A file on its way in, and what became of it. */
export interface ImportedFile {
  name: string;
  state: 'waiting' | 'sending' | ImportedAdvisory['outcome'] | 'refused';
  /** What it is, or why it was refused. */
  words: string;
  remarks: ImportedAdvisory['remarks'];
}

/** The most that the server takes of one. */
const MOST_BYTES = 4 * 1_024 * 1_024;

/** Files that are handed in one after the other; one that is refused does not stop the others. */
export class ImportQueue {
  files = $state.raw<readonly ImportedFile[]>([]);
  #waiting: { index: number; file: File }[] = [];
  #isRunning = $state(false);

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get done(): number {
    return this.files.filter(({ state }) => state !== 'waiting' && state !== 'sending').length;
  }

  /** Adds files; resolves when all have been handed in. `after` is called when one brought something new. */
  async add(given: Iterable<File>, after: () => void): Promise<void> {
    for (const file of given) {
      this.#waiting.push({ index: this.files.length, file });
      this.files = [...this.files, { name: file.name, state: 'waiting', words: '', remarks: [] }];
    }
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#set(next.index, { state: 'sending' });
      const outcome = await handIn(next.file);
      this.#set(next.index, outcome);
      if (outcome.state === 'new' || outcome.state === 'revised') after();
    }
    this.#isRunning = false;
  }

  #set(index: number, change: Partial<ImportedFile>): void {
    this.files = this.files.map((file, i) => (i === index ? { ...file, ...change } : file));
  }
}

async function handIn(file: File): Promise<Omit<ImportedFile, 'name'>> {
  if (file.size > MOST_BYTES) return { state: 'refused', words: 'It is larger than 4 MiB.', remarks: [] };
  try {
    const { outcome, advisory, remarks } = await sendJson<ImportedAdvisory>('/advisories', await file.text());
    return { state: outcome, words: `${advisory.document} ${advisory.title}`, remarks };
  } catch (error) {
    const words = error instanceof ApiError ? error.message : 'It could not be read.';
    return { state: 'refused', words, remarks: [] };
  }
}
