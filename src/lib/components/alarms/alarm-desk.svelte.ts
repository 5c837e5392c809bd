import { createContext } from 'svelte';
import type { LiveConnection } from '$lib/live/connection.svelte';
import type { AlarmBoard } from '$lib/live/alarm-board.svelte';
import { AlarmActs, type AlarmVerb, type BulkOutcome, type ShelveOrder } from '$lib/live/alarm-acts.svelte';
import type { AlarmView } from '$lib/protocol/alarms';
import { reaches, type AlarmRights } from './alarm-rights';
import { outcomeWords } from './bulk';

/** Something that a person is asked for words about before it is done. */
export interface Asked {
  verb: 'acknowledge' | 'shelve' | AlarmVerb;
  alarms: readonly AlarmView[];
}

/** What became of an act, for as long as it may be taken back or has to be read. */
export interface Told {
  text: string;
  undo?: (() => void) | undefined;
}

/** How long a shelve can be taken back at once, and a result is shown (reference: ux, 11). */
export const UNDO_MS = 8_000;

/** What every part of a page that shows alarms shares: the board, what the person may do, what is being done. */
export class AlarmDesk {
  readonly acts: AlarmActs;
  /** The window that is open for words; undefined when none is. */
  asked = $state.raw<Asked | undefined>(undefined);
  told = $state.raw<Told | undefined>(undefined);
  readonly #live: LiveConnection;
  readonly #rights: () => AlarmRights;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(live: LiveConnection, rights: () => AlarmRights, acts = new AlarmActs(live.durable.alarms)) {
    this.#live = live;
    this.#rights = rights;
    this.acts = acts;
  }

  get board(): AlarmBoard {
    return this.#live.durable.alarms;
  }

  /** Whether anything can be done from here at present: the server is heard. */
  get isOpen(): boolean {
    return this.#live.link === 'live' || this.#live.link === 'late';
  }

  mayHandle(alarm: AlarmView): boolean {
    return reaches(this.#rights().handle, alarm);
  }

  mayRestrain(alarm: AlarmView): boolean {
    return reaches(this.#rights().restrain, alarm);
  }

  ask(verb: Asked['verb'], alarms: readonly AlarmView[]): void {
    if (alarms.length > 0 && this.isOpen) this.asked = { verb, alarms };
  }

  /** Acknowledges one, or several as a bulk, and says what became of it. */
  async acknowledge(alarms: readonly AlarmView[], note: string): Promise<void> {
    const [only] = alarms;
    if (only === undefined) return;
    if (alarms.length === 1) return void (await this.acts.acknowledge(only, note));
    this.#tellOutcome(await this.acts.acknowledgeAll(alarms, note));
  }

  async shelve(alarms: readonly AlarmView[], order: ShelveOrder): Promise<void> {
    const [only] = alarms;
    if (only === undefined) return;
    if (alarms.length === 1) {
      if (await this.acts.shelve(only, order)) this.#tellShelved(alarms, `Shelved ${only.title}.`);
      return;
    }
    const outcome = await this.acts.shelveAll(alarms, order);
    const done = new Set(outcome?.done);
    const shelved = alarms.filter(({ id }) => done.has(id));
    if (outcome !== undefined) this.#tellShelved(shelved, outcomeWords(outcome));
  }

  async do(verb: AlarmVerb, alarms: readonly AlarmView[], words: string): Promise<void> {
    for (const alarm of alarms) await this.acts.do(verb, alarm, words);
  }

  tell(told: Told): void {
    clearTimeout(this.#telling);
    this.told = told;
    this.#telling = setTimeout(() => (this.told = undefined), UNDO_MS);
  }

  #tellOutcome(outcome: BulkOutcome | undefined): void {
    if (outcome !== undefined) this.tell({ text: outcomeWords(outcome) });
  }

  #tellShelved(shelved: readonly AlarmView[], text: string): void {
    const undo = () => {
      this.told = undefined;
      void this.do('unshelve', shelved, '');
    };
    this.tell({ text, undo: shelved.length > 0 ? undo : undefined });
  }
}

export const [getAlarmDesk, setAlarmDesk] = createContext<AlarmDesk>();
