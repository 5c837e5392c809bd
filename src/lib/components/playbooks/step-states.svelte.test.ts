import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunStepView } from '$lib/protocol/runs';
import { START, person } from '../../../../tests/support/incident-views';
import { aRunStep, anApproval, runNumber, stepKey } from '../../../../tests/support/run-views';
import type { RunId } from '$lib/domain/ids';
import type { askApi } from '$lib/live/api';
import ApproveStep from './approve-step.svelte';
import CheckList from './check-list.svelte';
import CompleteStep from './complete-step.svelte';
import ResolveStep from './resolve-step.svelte';
import { RunActs } from './run-acts';
import StepNow from './step-now.svelte';

afterEach(cleanup);

const words = (container: HTMLElement) => container.textContent.replace(/\s+/g, ' ');
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

/** Acts whose way to the server can be looked at. */
function acting() {
  const tell = vi.fn((_path: string, _body: object) => Promise.resolve({} as never));
  const confirm = vi.fn((_password: string) => Promise.resolve());
  return { acts: new RunActs(() => runNumber(91), vi.fn(), tell, confirm), tell, confirm };
}

describe('the step to look at now', () => {
  const shown = (step: RunStepView, given = {}) =>
    render(StepNow, { step, number: 5, verb: 'Do', words: undefined, now: START, timeScale: 1, ...given });

  it('is large with its number, its state and the time that is left', () => {
    const { container } = shown(aRunStep(1, { status: 'running', dueAt: START + 90_000, name: 'Roll back' }));
    expect(words(container)).toMatch(/5 Do Roll back running time 1:30/);
    expect(screen.getByRole('heading', { name: 'Roll back' })).toBeTruthy();
  });

  it('shows exactly what is sent, and whether a drill’s clock runs faster', () => {
    const step = aRunStep(1, {
      status: 'running',
      effect: 'disruptive',
      commands: ['firmware_update {"slot":"b"}'],
      targets: ['gw-003'],
      dueAt: START + 1_000,
    });
    const { container } = shown(step, { timeScale: 60 });
    expect(words(container)).toContain('at ×60');
    expect(words(container)).toContain('disruptive: interrupts something while it runs');
    expect(screen.getByRole('region', { name: 'Commands as rendered' }).textContent).toContain('"slot":"b"');
  });
});

describe('a check', () => {
  const reading = { statement: 'speed of mp-101 > 0', at: START - 4_000, drive: null };
  it.each([
    ['passes', { found: '1450 1/min', holds: true }, '1450 1/min'],
    ['fails', { found: '0 1/min', holds: false }, '0 1/min'],
    ['not known', { found: null, holds: false }, '–––'],
  ] as const)('%s with the number and its age', (word, found, number) => {
    const { container } = render(CheckList, {
      checks: [{ ...reading, ...found }],
      now: START,
      isOver: false,
    });
    expect(container.querySelector(`[data-check="${word}"]`)).toBeTruthy();
    expect(words(container)).toContain(number);
    expect(words(container)).toContain('4.0 s ago');
  });
});

describe('a step by hand', () => {
  it('is reported as done with what was found out, once the server has it', async () => {
    const { acts, tell } = acting();
    const asks = [{ name: '__serial__', description: 'Serial number on the plate', type: 'string' }];
    render(CompleteStep, { step: aRunStep(1), acts, canAct: true, asks });
    await fireEvent.input(screen.getByLabelText('Serial number on the plate'), { target: { value: 'A1' } });
    await fireEvent.input(screen.getByLabelText('Note'), { target: { value: 'read by phone' } });
    await fireEvent.click(button('Done'));
    expect(tell).toHaveBeenCalledWith(`/runs/91/steps/${stepKey(1)}/complete`, {
      outcome: 'done',
      values: { __serial__: 'A1' },
      note: 'read by phone',
    });
  });

  it('is reported as failed only with a word why', async () => {
    const { acts } = acting();
    render(CompleteStep, { step: aRunStep(1), acts, canAct: true, asks: [] });
    expect(button('Could not be done').disabled).toBe(true);
    await fireEvent.input(screen.getByLabelText('Note'), { target: { value: 'nobody answers' } });
    expect(button('Could not be done').disabled).toBe(false);
  });

  it('can be reported by nobody while the server is not heard', () => {
    render(CompleteStep, { step: aRunStep(1), acts: acting().acts, canAct: false, asks: [] });
    expect(button('Done').disabled).toBe(true);
  });
});

describe('an approval', () => {
  const NOTHING = { step: 1, bindsTo: '5f1c0d', mustName: false, losses: [] };
  const reaction = (drive: string) => ({
    drive,
    name: drive,
    reaction: 'unknown',
    afterSeconds: null,
    source: 'none',
    readAt: null,
    disagrees: false,
    running: null,
    local: null,
    text: 'Unknown: nobody can say what it will do.',
  });
  const loss = (gateway: string, drives: string[]) => ({
    gateway,
    at: START,
    drives: drives.map(reaction),
    mustBeNamed: drives,
    outOfSight: 0,
  });
  const fillIn = async () => {
    await fireEvent.input(screen.getByLabelText('Why'), { target: { value: 'stock is safe' } });
    await fireEvent.input(screen.getByLabelText('Your password'), { target: { value: 'secret' } });
  };
  const asked = (
    given: { mayApprove?: boolean; isRequester?: boolean; ask?: (path: string) => Promise<unknown> } = {},
  ) => {
    const { ask: _, ...rest } = given;
    const { acts, tell, confirm } = acting();
    const { container } = render(ApproveStep, {
      step: aRunStep(1),
      approval: anApproval({ needed: 2, given: [{ by: person('kim'), at: START, reason: 'seen' }] }),
      requestedBy: 'responder',
      nameOf: (id: string) => id,
      acts,
      mayApprove: true,
      isRequester: false,
      canAct: true,
      now: START,
      timeZone: 'UTC',
      run: 91 as RunId,
      ask: (given.ask ?? (async () => ({ steps: [NOTHING] }))) as typeof askApi,
      ...rest,
    });
    return { container, tell, confirm };
  };

  it('says of whom it is asked, until when, and who gave it so far', () => {
    const { container } = asked();
    expect(words(container)).toMatch(/Asked process owner .*Given 1 of 2 kim .*“?seen/);
    expect(words(container)).toContain('14:15:00');
  });

  it('is given for exactly what is shown, after the password', async () => {
    const { tell, confirm } = asked();
    expect(button('Approve').disabled).toBe(true);
    await fireEvent.input(screen.getByLabelText('Why'), { target: { value: 'stock is safe' } });
    await fireEvent.input(screen.getByLabelText('Your password'), { target: { value: 'secret' } });
    await vi.waitFor(() => expect(button('Approve').disabled).toBe(false));
    await fireEvent.click(button('Approve'));
    await vi.waitFor(() => expect(tell).toHaveBeenCalled());
    expect(confirm).toHaveBeenCalledWith('secret');
    expect(tell).toHaveBeenCalledWith(`/runs/91/steps/${stepKey(1)}/approve`, {
      bindsTo: '5f1c0d',
      reason: 'stock is safe',
      named: [],
    });
  });

  it('cannot be given before it is known what the drives behind it do, nor while that cannot be read', async () => {
    const answers: ((steps: unknown[]) => void)[] = [];
    asked({ ask: () => new Promise((done) => answers.push((steps) => done({ steps }))) });
    await fillIn();
    expect(button('Approve').disabled).toBe(true);
    answers[0]?.([]);
    await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Ask again' })).toBeTruthy());
    expect(button('Approve').disabled).toBe(true);
    await fireEvent.click(button('Ask again'));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.([NOTHING]);
    await vi.waitFor(() => expect(button('Approve').disabled).toBe(false));
  });

  it('names each drive that it has to, behind every gateway that the step acts upon', async () => {
    const losses = [loss('gw-1', ['mp-1']), loss('gw-2', ['mp-2'])];
    const { tell } = asked({ ask: async () => ({ steps: [{ ...NOTHING, mustName: true, losses }] }) });
    await fillIn();
    await vi.waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(2));
    expect(button('Approve').disabled).toBe(true);
    for (const box of screen.getAllByRole('checkbox')) await fireEvent.click(box);
    await fireEvent.click(button('Approve'));
    await vi.waitFor(() => expect(tell).toHaveBeenCalled());
    expect(tell.mock.calls[0]?.[1]).toMatchObject({ named: ['mp-1', 'mp-2'] });
  });

  it('cannot be given by whoever asked for it, nor by others whom it is not asked of', () => {
    const { container } = asked({ mayApprove: false, isRequester: true });
    expect(words(container)).toContain('somebody else has to answer');
    cleanup();
    expect(words(asked({ mayApprove: false }).container)).toContain('Your role does not answer this');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });
});

describe('an unknown outcome', () => {
  it('is resolved by words about what was looked at, either way', async () => {
    const { acts, tell } = acting();
    render(ResolveStep, { step: aRunStep(1, { status: 'unknown' }), acts, canAct: true });
    expect([button('It was done').disabled, button('It was not done').disabled]).toEqual([true, true]);
    await fireEvent.input(screen.getByLabelText(/What you looked at/), { target: { value: 'LED is green' } });
    await fireEvent.click(button('It was not done'));
    expect(tell).toHaveBeenCalledWith(`/runs/91/steps/${stepKey(1)}/resolve`, {
      outcome: 'failed',
      reason: 'LED is green',
    });
  });

  it('stays as it is when the server refuses, and says why', async () => {
    const tell = vi.fn(() => Promise.reject(new Error('x')));
    const acts = new RunActs(() => runNumber(91), vi.fn(), tell as never, vi.fn());
    const { container } = render(ResolveStep, { step: aRunStep(1), acts, canAct: true });
    await fireEvent.input(screen.getByLabelText(/What you looked at/), { target: { value: 'LED' } });
    await fireEvent.click(button('It was done'));
    await vi.waitFor(() => expect(words(container)).toContain('Resolve as succeeded:'));
  });
});
