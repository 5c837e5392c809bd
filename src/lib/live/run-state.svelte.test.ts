import { expect, it } from 'vitest';
import { aRun, runNumber } from '../../../tests/support/run-views';
import { START } from '../../../tests/support/incident-views';
import { RunState, type RunNews } from './run-state.svelte';

it('holds the runs that are not over: those of the snapshot and what changed since', () => {
  const state = new RunState();
  expect(state.isLoaded).toBe(false);
  state.applySnapshot({ open: [aRun()] });
  state.apply({ run: aRun({ id: runNumber(92) }), steps: [], entries: [] });
  expect([state.isLoaded, ...state.open.keys()]).toEqual([true, 91, 92]);
  state.apply({ run: aRun({ status: 'succeeded', endedAt: START + 9 }), steps: [], entries: [] });
  expect([...state.open.keys()]).toEqual([92]);
});

it('tells its pages of every change, and when changes may have been missed', () => {
  const state = new RunState();
  const heard: (RunNews | 'anew')[] = [];
  const stop = state.onNews((news) => heard.push(news));
  state.applySnapshot({ open: [] });
  const news = { run: aRun(), steps: [], entries: [] };
  state.apply(news);
  stop();
  state.apply(news);
  expect(heard).toEqual(['anew', news]);
});
