import { expect, it } from 'vitest';
import type { WorkflowStep } from '../cacao/model';
import { leadsBack } from './way-out';

const check: WorkflowStep = { type: 'action', commands: [], agent: 'x', on_success: 'go', on_failure: 'ask' };
const step = (on_success: string): WorkflowStep => ({ type: 'action', commands: [], agent: 'x', on_success });
const end: WorkflowStep = { type: 'end' };

it('a failure that is made good leads back to the end of the way that went well', () => {
  expect(leadsBack({ check, ask: step('go'), go: step('done'), done: end }, check, 'ask')).toBe(true);
});

it('a way that ends apart is a mishap, and so is one that goes round in a circle', () => {
  expect(
    leadsBack({ check, ask: step('other'), go: step('done'), done: end, other: end }, check, 'ask'),
  ).toBe(false);
  expect(leadsBack({ check, ask: step('ask'), go: step('done'), done: end }, check, 'ask')).toBe(false);
  expect(leadsBack({ check, ask: step('check'), go: step('check') }, check, 'ask')).toBe(false);
});
