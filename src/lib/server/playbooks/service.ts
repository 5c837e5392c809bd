import { randomUUID } from 'node:crypto';
import type { RunEvent } from '../../domain/playbooks/engine/events';
import type { RunId } from '../../domain/ids';
import { DomainError } from '../../domain/errors';
import type { Service } from '../service';
import type { Tx } from '../storage/database';
import { selectDue, stepsUnknown, type StepRef } from '../storage/run-due-store';
import { lockRun, renewLeases, selectRun } from '../storage/run-store';
import { untilWoken } from '../wake';
import { beginReady, begunAgain, type BegunStep } from './begin-step';
import { judgeCalled } from './called';
import { carryOut, findOut } from './carry-out';
import type { StepOutcome } from './executor';
import type { RunParts } from './parts';
import { PlaybookCache } from './playbook-cache';
import { Recording } from './recording';
import { writeRun } from './write-run';

export interface RunTimes {
  /** How long a worker counts as alive without another sign; steps of one that does not are lost. */
  leaseMs: number;
  /** How often it is tried to find out what became of steps that nobody saw the end of. */
  probeMs: number;
  /** What another process did is noticed within this; our own changes wake us at once. */
  lookAgainMs: number;
}

const TIMES: RunTimes = { leaseMs: 12_000, probeMs: 10_000, lookAgainMs: 5_000 };
const SHORTEST_WAIT_MS = 20;
/** Runs that are worked on at the same time: each holds a connection to the database. */
const AT_ONCE = 4;
/** An outcome that cannot be written, because the database is away, is tried again after this. */
const RETRY_MS = 500;

/**
 * Keeps runs going: begins what is ready, takes in what executors say, keeps time, and after a crash finds what
 * was under way. All of it stands in rows; nothing here is known to memory alone but the calls in progress.
 */
export class Runs implements Service {
  readonly name = 'runs';
  readonly playbooks: PlaybookCache;
  /** Who executes; a new one with every start, so that nobody takes the work of the dead for its own. */
  readonly #worker = randomUUID();
  readonly #times: RunTimes;
  readonly #inProgress = new Map<string, AbortController>();
  readonly #calls = new Set<Promise<void>>();
  readonly #busy = new Set<RunId>();
  #probedAt = 0;
  #stopping = false;

  constructor(
    readonly parts: RunParts,
    times: Partial<RunTimes> = {},
  ) {
    this.#times = { ...TIMES, ...times };
    this.playbooks = new PlaybookCache(parts);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock } = this.parts;
    const wake = untilWoken(clock);
    this.#stopping = false;
    bus.on(this, 'run.changed', () => wake.now());
    const beating = this.#heartbeat(signal);
    try {
      while (!signal.aborted) await wake.wait(await this.#round(), signal);
    } finally {
      this.#stopping = true;
      bus.off(this);
      await beating;
    }
  }

  /** Does what is due; returns how long nothing else is. */
  async #round(): Promise<number> {
    const { database, clock, log } = this.parts;
    try {
      const now = clock.now();
      await this.#probe(now);
      const { lost, due, ready, next } = await database.read((tx) => selectDue(tx, now, this.#worker));
      for (const { run, number } of lost) {
        if (!this.#inProgress.has(keyOf(run, number))) await this.act(run, { type: 'lost', step: number });
      }
      await this.#each(due, { type: 'ticked' });
      // What has just become ready begins with the tick that made it so.
      await this.#each(ready.filter((run) => !due.includes(run)));
      const isIdle = lost.length + due.length + ready.length === 0;
      const until = isIdle ? (next ?? Infinity) : 0;
      return Math.max(SHORTEST_WAIT_MS, Math.min(until - clock.now(), this.#times.lookAgainMs));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'database.unavailable') throw error;
      log.debug({ err: error }, 'runs wait for the database');
      return 1_000;
    }
  }

  async #each(runs: readonly RunId[], ...events: readonly RunEvent[]): Promise<void> {
    const waiting = [...runs];
    const next = async (): Promise<void> => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift())
        await this.act(run, ...events);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  /**
   * Works events into a run, begins what is ready then, and hands it to its executors once that is committed.
   * Throws `database.unavailable`.
   */
  async act(id: RunId, ...events: readonly RunEvent[]): Promise<void> {
    const begun = await this.parts.database.transaction(async (tx) => {
      const recording = await this.open(tx, id);
      if (recording === undefined) return [];
      recording.take(...events);
      const steps = await beginReady(tx, this.parts, recording);
      const lease = { worker: this.#worker, until: this.parts.clock.now() + this.#times.leaseMs };
      await writeRun(tx, this.parts, recording, new Map(steps.map(({ runStep }) => [runStep, lease])));
      tx.afterCommit(() => this.#breakOff(recording));
      return steps;
    });
    for (const step of begun) this.#carryOut(step);
  }

  /** A run as it stands, locked until the transaction ends; undefined when there is none. */
  async open(tx: Tx, id: RunId): Promise<Recording | undefined> {
    const rows = await lockRun(tx, id);
    if (rows === undefined) return undefined;
    const { facts, frames } = rows.state;
    const context = await this.playbooks.context(tx, frames, this.parts.clock.now());
    return new Recording(id, rows, await judgeCalled(tx, this.parts, facts, context));
  }

  #carryOut(step: BegunStep): void {
    const key = keyOf(step.run.id, step.runStep);
    const abort = new AbortController();
    this.#inProgress.set(key, abort);
    const call = this.#report(step, abort.signal).finally(() => {
      this.#inProgress.delete(key);
      this.#calls.delete(call);
    });
    this.#calls.add(call);
  }

  /** Carries a step out and writes what became of it, however long the database is away. */
  async #report(step: BegunStep, signal: AbortSignal): Promise<void> {
    const { log, clock, executors } = this.parts;
    const outcome = await carryOut(executors, step, signal).catch((error: unknown): StepOutcome => {
      log.error({ err: error, run: step.run.id, step: step.runStep }, 'an executor failed');
      return { kind: 'unknown', text: 'The program failed while it carried this out.' };
    });
    while (!this.#stopping) {
      try {
        return await this.act(step.run.id, endedBy(step.runStep, outcome));
      } catch (error) {
        log.warn({ err: error, run: step.run.id }, 'what became of a step is not written yet');
        await clock.sleep(RETRY_MS);
      }
    }
  }

  /** Tells executors whose step was given up. What must be awaited was never given up. */
  #breakOff({ id, steps }: Recording): void {
    for (const { number, status } of steps.values()) {
      if (status === 'running' || status === 'unknown') continue;
      this.#inProgress.get(keyOf(id, number))?.abort();
    }
  }

  /** Tries to find out what became of steps that nobody saw the end of. Nothing is done again. */
  async #probe(now: number): Promise<void> {
    if (now - this.#probedAt < this.#times.probeMs) return;
    this.#probedAt = now;
    const { database } = this.parts;
    const unknown = await database.read((tx) => stepsUnknown(tx));
    for (const { run, number } of unknown) {
      if (this.#inProgress.has(keyOf(run, number)) || this.#busy.has(run)) continue;
      this.#busy.add(run);
      const call = this.#find({ run, number }).finally(() => {
        this.#busy.delete(run);
        this.#calls.delete(call);
      });
      this.#calls.add(call);
    }
  }

  async #find({ run, number }: StepRef): Promise<void> {
    const { database, executors, log } = this.parts;
    try {
      const step = await database.read(async (tx) => {
        const rows = await selectRun(tx, run);
        const known = rows?.steps.get(number);
        if (rows === undefined || known === undefined) return undefined;
        const context = await this.playbooks.context(tx, rows.state.frames, this.parts.clock.now());
        return begunAgain(this.parts, new Recording(run, rows, context), known);
      });
      const outcome = step && (await findOut(executors, step));
      if (outcome !== undefined) await this.act(run, endedBy(number, outcome));
    } catch (error) {
      log.warn({ err: error, run, step: number }, 'what became of a step cannot be found out now');
    }
  }

  async #heartbeat(signal: AbortSignal): Promise<void> {
    const { database, clock, log } = this.parts;
    while (!signal.aborted) {
      await clock.sleep(this.#times.leaseMs / 4, signal);
      if (signal.aborted) return;
      try {
        const until = clock.now() + this.#times.leaseMs;
        await database.read((tx) => renewLeases(tx, this.#worker, until));
      } catch (error) {
        log.debug({ err: error }, 'leases of steps not renewed');
      }
    }
  }
}

const keyOf = (run: RunId, step: number): string => `${run}-${step}`;

const endedBy = (step: number, { kind, text, outputs, checks }: StepOutcome): RunEvent => ({
  type: 'ended',
  step,
  outcome: kind,
  text,
  outputs: outputs ?? {},
  checks: checks ?? [],
});
