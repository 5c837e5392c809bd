import { ApiError, askApi, type QueryValue } from '$lib/live/api';
import type { JournalEntry } from './journal-words';

const PAGE = 200;
const EXPORT_PAGE = 500;
/** More lines than this are no file for a browser: the API gives them page by page. */
export const MOST_EXPORTED = 50_000;

type Query = Readonly<Record<string, QueryValue>>;
interface JournalPage {
  items: readonly JournalEntry[];
  next: string | null;
}

/** The alarm journal as far as it was read, newest first. */
export class JournalPages {
  entries = $state.raw<readonly JournalEntry[] | undefined>(undefined);
  fault = $state.raw<string | undefined>(undefined);
  isBusy = $state.raw(false);
  #next: string | null = null;
  #query: Query = {};
  #number = 0;

  get hasMore(): boolean {
    return this.entries !== undefined && this.#next !== null;
  }

  /** Asks anew; what stands on the screen stays until the answer is there. */
  ask(query: Query): Promise<void> {
    this.#query = query;
    this.#next = null;
    return this.#read(() => []);
  }

  /** Reads on towards the past. */
  more(): Promise<void> {
    return this.#read(() => this.entries ?? []);
  }

  /** Every line that the question finds, for a file. @throws ApiError */
  async all(): Promise<JournalEntry[]> {
    const lines: JournalEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: JournalPage = await askApi<JournalPage>('/alarms/journal', {
        query: { ...this.#query, limit: EXPORT_PAGE, cursor },
      });
      lines.push(...page.items);
      cursor = page.next;
    } while (cursor !== null && lines.length < MOST_EXPORTED);
    return lines;
  }

  async #read(before: () => readonly JournalEntry[]): Promise<void> {
    this.#number += 1;
    const number = this.#number;
    this.isBusy = true;
    try {
      const { items, next } = await askApi<JournalPage>('/alarms/journal', {
        query: { ...this.#query, limit: PAGE, cursor: this.#next },
      });
      if (number !== this.#number) return;
      this.entries = [...before(), ...items];
      this.#next = next;
      this.fault = undefined;
    } catch (error) {
      if (number !== this.#number) return;
      this.fault = error instanceof ApiError ? error.message : 'The journal could not be read.';
    } finally {
      if (number === this.#number) this.isBusy = false;
    }
  }
}
