import { SvelteMap } from 'svelte/reactivity';
import type { AlarmId } from '$lib/domain/ids';
import type { AlarmView } from '$lib/protocol/alarms';
import { Act } from './act.svelte';
import type { AlarmBoard } from './alarm-board.svelte';
import { tellApi } from './api';

/** How an alarm is shelved: for a time, or until its present or next episode ends. */
export interface ShelveOrder {
  mode: 'timed' | 'one-shot';
  minutes: number;
  reason: string;
}

/** What became of an act upon many: those done, and why the others were not. */
export interface BulkOutcome {
  done: readonly AlarmId[];
  failed: readonly { id: AlarmId; code: string; message: string }[];
}

const VERBS = {
  confirm: 'Confirm',
  reset: 'Reset',
  unshelve: 'Unshelve',
  'out-of-service': 'Out of service',
  'return-to-service': 'Return to service',
  suppress: 'Suppress',
  unsuppress: 'Unsuppress',
} as const;
export type AlarmVerb = keyof typeof VERBS;

type Tell = typeof tellApi;

/**
 * What people do to alarms. Nothing is shown as done before the server has said so: each alarm has an act that
 * is pending, late or failed meanwhile, on every screen that shows it (reference: ux, 11).
 */
export class AlarmActs {
  readonly #board: AlarmBoard;
  readonly #tell: Tell;
  readonly #acts = new SvelteMap<AlarmId, Act>();
  /** The one act upon many that may be under way. */
  readonly bulk = new Act();

  constructor(board: AlarmBoard, tell: Tell = tellApi) {
    this.#board = board;
    this.#tell = tell;
  }

  /** The act that is under way or failed; undefined where none is. */
  of(id: AlarmId): Act | undefined {
    const act = this.#acts.get(id);
    return act?.phase === 'idle' ? undefined : act;
  }

  acknowledge(alarm: AlarmView, note: string): Promise<boolean> {
    return this.#one(alarm, 'Acknowledge', 'acknowledge', { note });
  }

  shelve(alarm: AlarmView, order: ShelveOrder): Promise<boolean> {
    return this.#one(alarm, 'Shelve', 'shelve', order);
  }

  /** @param words the note or reason that the verb asks for */
  do(verb: AlarmVerb, alarm: AlarmView, words: string): Promise<boolean> {
    return this.#one(alarm, VERBS[verb], verb, bodyOf(verb, words));
  }

  /** Acknowledges those of the list, and no others. @returns undefined when it is not known what became of it */
  acknowledgeAll(alarms: readonly AlarmView[], note: string): Promise<BulkOutcome | undefined> {
    return this.#many(`Acknowledge ${alarms.length}`, 'acknowledge', alarms, { note });
  }

  shelveAll(alarms: readonly AlarmView[], order: ShelveOrder): Promise<BulkOutcome | undefined> {
    return this.#many(`Shelve ${alarms.length}`, 'shelve', alarms, { ...order });
  }

  async #one(alarm: AlarmView, what: string, verb: string, body: object): Promise<boolean> {
    const act = this.#acts.get(alarm.id) ?? new Act();
    this.#acts.set(alarm.id, act);
    const isDone = await act.run(what, async () => {
      const answer = await this.#tell<{ alarm: AlarmView }>(`/alarms/${alarm.id}/${verb}`, body);
      this.#board.take([answer.alarm]);
      // An answer that came after the time for it is believed, and takes its fault away.
      if (act.phase === 'failed') act.confirmed();
    });
    if (isDone) this.#acts.delete(alarm.id);
    return isDone;
  }

  async #many(
    what: string,
    verb: string,
    alarms: readonly AlarmView[],
    body: object,
  ): Promise<BulkOutcome | undefined> {
    let outcome: BulkOutcome | undefined;
    await this.bulk.run(what, async () => {
      const ids = alarms.map(({ id }) => id);
      outcome = await this.#tell<BulkOutcome>(`/alarms/${verb}`, { ids, ...body });
      if (this.bulk.phase === 'failed') this.bulk.confirmed();
    });
    return outcome;
  }
}

const bodyOf = (verb: AlarmVerb, words: string): object => {
  switch (verb) {
    case 'confirm':
    case 'reset':
      return { note: words };
    case 'out-of-service':
    case 'suppress':
      return { reason: words };
    default:
      return {};
  }
};
