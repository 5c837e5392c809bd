import { untrack } from 'svelte';
import type { AlarmView } from '$lib/protocol/alarms';
import { MOST_LISTED, type AlarmBoard } from './alarm-board.svelte';
import { ApiError, askApi, type QueryValue } from './api';

/** Alarms per page that is asked for. */
const PAGE = 500;

interface AlarmPage {
  items: readonly AlarmView[];
  next: string | number | null;
}

type Ask = typeof askApi;

/**
 * Fetches the open alarms that the snapshot did not hold into the board, page by page in the list's own order,
 * as long as somebody wants them. What the stream told meanwhile is newer and stays.
 */
export class AlarmPages {
  /** `partial` when there are more than a page of this program can hold. */
  state = $state.raw<'idle' | 'loading' | 'complete' | 'partial' | 'failed'>('idle');
  fault = $state.raw<string | undefined>(undefined);
  readonly #board: AlarmBoard;
  readonly #ask: Ask;
  #abort: AbortController | undefined;

  constructor(board: AlarmBoard, ask: Ask = askApi) {
    this.#board = board;
    this.#ask = ask;
  }

  /** Fetches everything that `query` finds; begun anew, the one before is given up. */
  async load(query: Readonly<Record<string, QueryValue>>, most = MOST_LISTED): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    untrack(() => {
      this.fault = undefined;
      this.state = 'loading';
    });
    let cursor: AlarmPage['next'] = null;
    let count = 0;
    try {
      do {
        const page: AlarmPage = await this.#ask<AlarmPage>('/alarms', {
          query: { ...query, limit: PAGE, cursor },
          signal: abort.signal,
        });
        if (abort.signal.aborted) return;
        this.#board.take(page.items);
        count += page.items.length;
        cursor = page.next;
      } while (cursor !== null && count < most);
      this.state = cursor === null ? 'complete' : 'partial';
    } catch (error) {
      if (abort.signal.aborted) return;
      this.fault = error instanceof ApiError ? error.message : 'The alarms could not be read.';
      this.state = 'failed';
    }
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }
}
