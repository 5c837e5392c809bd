import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeCells } from './cells';
import HeatMap from './heat-map.svelte';
import { layoutHeatMap } from './layout';

const onopen = vi.fn();
let tell: (changed: readonly number[] | undefined) => void;
const stop = vi.fn();
const words = new Map<number, string>();

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {
        // Nothing has a size here.
      }
      disconnect() {
        // Nothing was observed.
      }
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  onopen.mockClear();
  stop.mockClear();
  words.clear();
  render(HeatMap, {
    label: 'Heat map',
    layout: layoutHeatMap([{ count: 3 }, { count: 2 }], { width: 400, height: 200 }),
    cells: makeCells(5),
    subscribe: (changed) => {
      tell = changed;
      return stop;
    },
    describe: (i) => words.get(i) ?? `cell ${i}`,
    onopen,
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const map = () => screen.getByRole('listbox', { name: 'Heat map' });
const said = () => screen.getByRole('option').textContent;
const press = (key: string) => fireEvent.keyDown(map(), { key });

it('is one stop of the keyboard that says the cell it is on', async () => {
  expect(map().tabIndex).toBe(0);
  map().focus();
  expect(said()).toBe('cell 0');
  await press('ArrowRight');
  expect(said()).toBe('cell 1');
  await press('ArrowDown');
  expect(said()).toBe('cell 4');
  await press('Home');
  expect(said()).toBe('cell 0');
});

it('opens the cell that the cursor is on', async () => {
  await press('End');
  await press('Enter');
  expect(onopen).toHaveBeenCalledExactlyOnceWith(4);
});

it('leaves keys alone that belong to the browser', async () => {
  expect(await fireEvent.keyDown(map(), { key: 'ArrowRight', ctrlKey: true })).toBe(true);
  expect(await press('Tab')).toBe(true);
  expect(said()).toBe('cell 0');
});

it('says anew what has changed under the cursor', async () => {
  map().focus();
  words.set(0, 'tripped');
  tell([0]);
  await vi.waitFor(() => expect(said()).toBe('tripped'));
});

it('says anew what came after it was drawn, also to those who read it without the focus', async () => {
  words.set(0, 'running');
  tell(undefined);
  await vi.waitFor(() => expect(said()).toBe('running'));
});

it('stops listening when it goes', () => {
  cleanup();
  expect(stop).toHaveBeenCalledTimes(1);
});
