import { beforeEach, expect, it, vi } from 'vitest';
import { Shortcuts } from './shortcuts.svelte';

const stored = new Map<string, string>();
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
};

let shortcuts: Shortcuts;
const run = vi.fn();

/** Presses a key on an element of the page, as a person would. */
function press(key: string, now = 0, on: Element = document.body, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more });
  let taken = false;
  on.addEventListener('keydown', (e) => (taken = shortcuts.press(e as KeyboardEvent, now)), { once: true });
  on.dispatchEvent(event);
  return taken;
}

beforeEach(() => {
  stored.clear();
  run.mockClear();
  document.body.innerHTML = '<input /><div role="dialog"><button>x</button></div>';
  shortcuts = new Shortcuts(storage);
  shortcuts.add({ keys: 'n', does: 'day or night', run }, { keys: 'g o', does: 'overview', run });
});

it('a key does what it is for, whatever its case', () => {
  expect(press('n')).toBe(true);
  expect(press('N')).toBe(true);
  expect(run).toHaveBeenCalledTimes(2);
});

it('two keys belong together for a moment only', () => {
  expect(press('g', 0)).toBe(true);
  expect(press('o', 1_000)).toBe(true);
  expect(run).toHaveBeenCalledTimes(1);
  press('g', 10_000);
  expect(press('o', 12_000)).toBe(false);
  expect(run).toHaveBeenCalledTimes(1);
});

it('nothing is taken from somebody who types, or from a window with its own keys', () => {
  const input = document.querySelector('input');
  const button = document.querySelector('button');
  expect(input && press('n', 0, input)).toBe(false);
  expect(button && press('n', 0, button)).toBe(false);
  expect(press('n', 0, document.body, { ctrlKey: true })).toBe(false);
  expect(run).not.toHaveBeenCalled();
});

it('they can be switched off, and stay off', () => {
  shortcuts.enabled = false;
  expect(press('n')).toBe(false);
  expect(new Shortcuts(storage).enabled).toBe(false);
});

it('what a page added goes with the page', () => {
  const own = vi.fn();
  const off = shortcuts.add({ keys: 'n', does: 'something of this page', run: own });
  press('n');
  expect(own).toHaveBeenCalledTimes(1);
  off();
  press('n');
  expect(run).toHaveBeenCalledTimes(1);
});
