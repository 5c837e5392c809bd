import { createHash } from 'node:crypto';
import type { PersonId, PlaybookId } from '../../src/lib/domain/ids';
import type { Playbook } from '../../src/lib/domain/playbooks/cacao/model';
import { advance } from '../../src/lib/domain/playbooks/engine/advance';
import { versionKey, type Context } from '../../src/lib/domain/playbooks/engine/context';
import type { RunEvent } from '../../src/lib/domain/playbooks/engine/events';
import type { Line, RunState, StepState } from '../../src/lib/domain/playbooks/engine/state';
import { declared } from '../../src/lib/domain/playbooks/engine/values';

export const person = (name: string) => name as PersonId;
export const AT = Date.UTC(2026, 10, 21, 12);

/** The state of a run before anything of it happened. */
export function aRunState(playbook: Playbook, given: Partial<RunState['facts']> = {}): RunState {
  const { id, modified: version, name: title } = playbook;
  const of = { playbook: id as PlaybookId, version, sha256: 'ab'.repeat(32) };
  return {
    facts: {
      ...of,
      title,
      mode: 'run',
      timeScale: 1,
      key: 'zwtest',
      forOperators: false,
      site: null,
      zone: null,
      incident: null,
      alarm: null,
      gateway: null,
      drives: [],
      requestedBy: person('requester'),
      startedAt: AT,
      ...given,
    },
    status: 'running',
    hold: 'none',
    reason: null,
    frames: [
      {
        ...of,
        caller: null,
        values: declared(playbook.playbook_variables),
        isExceptional: false,
        mishap: null,
        isOver: false,
      },
    ],
    queue: [],
    steps: 0,
    done: 0,
    entries: 0,
    updatedAt: AT,
    endedAt: null,
  };
}

/** A run played without a server: events go in, and what stands is looked at. */
export class RunWalk {
  state: RunState;
  steps: ReadonlyMap<number, StepState> = new Map();
  readonly lines: Line[] = [];
  now = AT;
  readonly #playbooks: Context['playbooks'];
  readonly #plant: Context['plant'];

  constructor(
    playbook: Playbook,
    others: readonly Playbook[] = [],
    given: Partial<RunState['facts']> = {},
    plant: Context['plant'] = { gateways: [], drives: [] },
  ) {
    this.#plant = plant;
    this.state = aRunState(playbook, given);
    this.#playbooks = new Map(
      [playbook, ...others].map((one) => [
        versionKey(one.id, one.modified),
        { playbook: one, sha256: 'ab'.repeat(32), reasons: [] },
      ]),
    );
    this.take({ type: 'began' });
  }

  take(...events: readonly RunEvent[]): this {
    for (const event of events) {
      const context: Context = {
        now: this.now,
        playbooks: this.#playbooks,
        plant: this.#plant,
        hash: (text) => createHash('sha256').update(text).digest('hex'),
      };
      const { state, steps, lines } = advance(this.state, this.steps, event, context);
      this.state = state;
      this.steps = steps;
      this.lines.push(...lines);
    }
    return this;
  }

  after(ms: number): this {
    this.now += ms;
    return this.take({ type: 'ticked' });
  }

  /** The newest attempt of a step, by its key. */
  step(key: string): StepState {
    const found = [...this.steps.values()].findLast((step) => step.step === key && step.status !== 'pending');
    const any = found ?? [...this.steps.values()].find((step) => step.step === key);
    if (any === undefined) throw new Error(`there is no step ${key}`);
    return any;
  }

  /** What stands of a step, attempt after attempt. */
  statuses(key: string): string[] {
    return [...this.steps.values()].filter(({ step }) => step === key).map(({ status }) => status);
  }

  approve(key: string, by = 'owner'): this {
    return this.take({ type: 'approved', step: this.step(key).number, vote: this.vote(by) });
  }

  refuse(key: string, by = 'owner'): this {
    return this.take({ type: 'refused', step: this.step(key).number, vote: this.vote(by) });
  }

  vote(by: string) {
    return { by: person(by), at: this.now, authenticatedAt: this.now, reason: 'looked at it', named: [] };
  }

  start(key: string): this {
    return this.take({ type: 'started', step: this.step(key).number, dueAt: this.now + 60_000 });
  }

  end(
    key: string,
    outcome: 'succeeded' | 'failed' | 'timed-out' | 'unknown' = 'succeeded',
    outputs: Record<string, string> = {},
  ): this {
    const step = this.step(key).number;
    return this.take({ type: 'ended', step, outcome, text: outcome, outputs, checks: [] });
  }

  /** Carries a step out as software does. */
  does(
    key: string,
    outcome: 'succeeded' | 'failed' = 'succeeded',
    outputs: Record<string, string> = {},
  ): this {
    return this.start(key).end(key, outcome, outputs);
  }

  /** A person does it. */
  completes(key: string, outcome: 'done' | 'failed' = 'done', values: Record<string, string> = {}): this {
    const step = this.step(key).number;
    return this.take({ type: 'completed', step, outcome, values, note: 'seen', by: person('operator') });
  }
}
