import { createContext, untrack } from 'svelte';

/** One shortcut: a key (`?`) or two in a row (`g o`), as people press them. */
export interface Shortcut {
  keys: string;
  does: string;
  run: () => void;
}

/** The second key of a pair must follow within this time. */
const PAIR_MS = 1_500;
const STORED = 'zonewatch-shortcuts';

const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** Places whose own keys come first: windows, menus. */
const OWN_KEYS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/**
 * Single-key shortcuts. They can be switched off as a whole, because speech input and slipping hands set
 * them off (WCAG 2.1.4); the choice is kept in this browser. Keys with Ctrl, Alt or Meta are never taken.
 */
export class Shortcuts {
  #enabled = $state(true);
  #list = $state.raw<readonly Shortcut[]>([]);
  #first: { key: string; at: number } | undefined;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined) {
    this.#storage = storage;
    this.#enabled = storage?.getItem(STORED) !== 'off';
  }

  get list(): readonly Shortcut[] {
    return this.#list;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(on: boolean) {
    this.#enabled = on;
    this.#storage?.setItem(STORED, on ? 'on' : 'off');
  }

  /** Adds shortcuts; returns how to take them away again. A later one of the same keys goes before. */
  add(...shortcuts: Shortcut[]): () => void {
    // Called from effects, which must not run again because of what they add themselves.
    untrack(() => (this.#list = [...shortcuts, ...this.#list]));
    return () => {
      untrack(() => (this.#list = this.#list.filter((shortcut) => !shortcuts.includes(shortcut))));
    };
  }

  /** Takes a key press in; true when it belonged to a shortcut. `now` in ms, to know what belongs together. */
  press(event: KeyboardEvent, now: number): boolean {
    const first = this.#first && now - this.#first.at <= PAIR_MS ? this.#first.key : undefined;
    this.#first = undefined;
    if (!this.#enabled || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
      return false;
    if (event.target instanceof Element && event.target.closest(`${TYPING}, ${OWN_KEYS}`)) return false;

    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = this.#list.find((s) => s.keys === (first ? `${first} ${key}` : key));
    if (found) {
      found.run();
      return true;
    }
    if (!first && this.#list.some((s) => s.keys.startsWith(`${key} `))) {
      this.#first = { key, at: now };
      return true;
    }
    return false;
  }
}

/** The frame makes them once a page; everything inside may add its own. */
export const [getShortcuts, setShortcuts] = createContext<Shortcuts>();
