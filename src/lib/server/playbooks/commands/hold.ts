import { DomainError } from '../../../domain/errors';
import { stepId } from '../../../domain/ids';
import { isOver } from '../../../domain/playbooks/run';
import { reason, words } from '../../access/given-words';
import type { Recording } from '../recording';
import { defineRunCommand, personOf, which } from './run-command';

const why = which.extend({ reason });

/** Begins nothing more until it is resumed; what runs is awaited. */
export const pauseRun = defineRunCommand({
  name: 'run.pause',
  action: 'step.complete',
  schema: why,
  event(_tx, recording, input, { actor }) {
    assertOpen(recording, 'none', 'It is held already.');
    return { type: 'paused', reason: input.reason, by: personOf(actor) };
  },
  said: ({ reason: words }) => ({ reason: words }),
});

export const resumeRun = defineRunCommand({
  name: 'run.resume',
  action: 'step.complete',
  schema: why,
  event(_tx, recording, input, { actor }) {
    assertOpen(recording, 'pause', 'It is not paused.');
    return { type: 'resumed', reason: input.reason, by: personOf(actor) };
  },
  said: ({ reason: words }) => ({ reason: words }),
});

/** Ends it as soon as nothing runs that must be awaited, and nothing is unknown. */
export const cancelRun = defineRunCommand({
  name: 'run.cancel',
  action: 'run.cancel',
  schema: why,
  event(_tx, recording, input, { actor }) {
    if (recording.state.hold === 'cancel')
      throw new DomainError('conflict', 'It is being cancelled already.');
    assertOpen(recording, recording.state.hold, '');
    return { type: 'cancelled', reason: input.reason, by: personOf(actor) };
  },
  said: ({ reason: words }) => ({ reason: words }),
});

/** A note for the record, to the run or to one of its steps. */
export const noteRun = defineRunCommand({
  name: 'run.note',
  action: 'step.complete',
  schema: which.extend({ text: words(2_000).min(1, 'write something'), step: stepId.optional() }),
  event(_tx, { steps }, { text, step: key }, { actor }) {
    const step = [...steps.values()].findLast((one) => one.step === key);
    if (key !== undefined && step === undefined) {
      throw new DomainError('not-found', 'This run has no such step.');
    }
    return { type: 'noted', step: step?.number ?? null, text, by: personOf(actor) };
  },
  said: ({ text, step }) => ({ reason: text, step }),
});

function assertOpen({ state }: Recording, hold: typeof state.hold, words: string): void {
  if (isOver(state.status)) throw new DomainError('conflict', 'This run is over.');
  if (state.hold !== hold) throw new DomainError('conflict', words);
}
