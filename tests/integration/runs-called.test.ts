import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Playbook } from '../../src/lib/domain/playbooks/cacao/model';
import { approveStep, completeStep } from '../../src/lib/server/playbooks/commands/steps';
import { END } from '../support/cacao-playbooks';
import { runBench, type RunBench } from '../support/run-bench';
import { byHand, endKey, gatewayPlaybook, look, restart, stepKey } from '../support/run-playbooks';

const [FIRST, INNER, HAND] = [stepKey(11), stepKey(12), stepKey(13)];
const CALL = stepKey(14, 'playbook-action');

const called = gatewayPlaybook(
  {
    [INNER]: restart({ on_success: END, on_failure: endKey(2) }),
    [endKey(2)]: { type: 'end' },
  },
  { name: 'Called' },
);
const calledByHand = gatewayPlaybook({ [HAND]: byHand({ on_completion: END }) }, { name: 'Called, by hand' });

/** Waits for a person, then calls another playbook. */
const calling = (other: Playbook, version: string = other.modified): Playbook =>
  gatewayPlaybook({
    [FIRST]: byHand({ on_success: CALL, on_failure: endKey(3) }),
    [endKey(3)]: { type: 'end' },
    [CALL]: {
      type: 'playbook-action',
      name: 'Call it',
      playbook_id: other.id,
      playbook_version: version,
      in_args: ['__gateway__'],
      on_success: END,
      on_failure: endKey(4),
    },
    [endKey(4)]: { type: 'end' },
  });

let bench: RunBench;
let stop: () => Promise<void>;
beforeAll(async () => {
  bench = await runBench();
  bench.add(called);
  bench.add(calledByHand);
  stop = bench.go();
});
afterAll(async () => {
  await stop();
  await bench.test.close();
});
beforeEach(() => bench.signed.except.clear());

const firstDone = async (id: Parameters<RunBench['stands']>[0]) => {
  await bench.stands(id, FIRST, 'waiting-person');
  await bench.as('responder', completeStep, { id, step: FIRST, outcome: 'done' });
};

describe('a playbook that another calls, where production runs', () => {
  it('is signed itself, or the other does not begin', async () => {
    bench.signed.except.add(called.id);
    await expect(bench.start(calling(called))).rejects.toMatchObject({ code: 'run.not-signed' });
    const drill = await bench.start(calling(called), { mode: 'drill' });
    expect(drill.status).toBe('waiting');
  });

  it('is there in that version, or the other does not begin in any mode', async () => {
    const missing = calling(called, '2026-01-01T00:00:00.000Z');
    for (const mode of ['run', 'drill']) {
      await expect(bench.start(missing, { mode })).rejects.toMatchObject({ code: 'run.not-executable' });
    }
  });

  it.each([
    ['whose step would act', called, INNER],
    ['whose step is done by hand', calledByHand, HAND],
  ])('%s is not called when its signature is not trusted any more', async (_, other, inner) => {
    const { id } = await bench.start(calling(other));
    bench.signed.except.add(other.id);
    const before = bench.done.length;
    await firstDone(id);
    expect((await bench.over(id)).status).toBe('failed');
    const { steps } = await bench.file(id);
    expect(steps.find(({ step }) => step === CALL)?.problem).toContain('signed by a trusted signer');
    expect(steps.filter(({ step, status }) => step === inner && status !== 'pending')).toEqual([]);
    expect(bench.done).toHaveLength(before);
  });

  it('asks for consent of its own, bound to its own version, and stops where trust ends in between', async () => {
    const { id } = await bench.start(calling(called));
    await firstDone(id);
    const { approval } = await bench.stands(id, INNER, 'waiting-approval');
    bench.signed.except.add(called.id);
    const said = { id, step: INNER, bindsTo: approval?.bindsTo, reason: 'yes' };
    const before = bench.done.length;
    await bench.as('owner', approveStep, said);
    await bench.over(id);
    expect((await bench.step(id, INNER)).status).toBe('failed');
    expect(bench.done).toHaveLength(before);
  });

  it('runs when it and what calls it are signed, with what it was given', async () => {
    const { id } = await bench.start(calling(called));
    await firstDone(id);
    const { approval, targets } = await bench.stands(id, INNER, 'waiting-approval');
    expect(targets).toEqual(['gw-pumps']);
    await bench.as('owner', approveStep, { id, step: INNER, bindsTo: approval?.bindsTo, reason: 'yes' });
    expect((await bench.over(id)).status).toBe('succeeded');
  });

  it('counts also where a called one calls another', async () => {
    const middle = gatewayPlaybook(
      {
        [stepKey(21)]: look({ on_success: stepKey(22, 'playbook-action'), on_failure: endKey(5) }),
        [endKey(5)]: { type: 'end' },
        [stepKey(22, 'playbook-action')]: {
          type: 'playbook-action',
          playbook_id: called.id,
          playbook_version: called.modified,
          in_args: ['__gateway__'],
          on_completion: END,
        },
      },
      { name: 'Middle' },
    );
    bench.add(middle);
    bench.signed.except.add(called.id);
    await expect(bench.start(calling(middle))).rejects.toMatchObject({ code: 'run.not-signed' });
  });
});
