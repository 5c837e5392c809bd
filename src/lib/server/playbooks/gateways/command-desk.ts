import { createHash } from 'node:crypto';
import { MAIN_DEVICE } from '../../../domain/plant/entity';
import type { GatewayRequest } from '../../../domain/playbooks/commands/gateway-command';
import type { GatewayId } from '../../../domain/ids';
import { changesNothing, type Effect } from '../../../domain/playbooks/effect';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../../domain/time';
import type { Bus } from '../../bus';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import type { Service } from '../../service';
import type { Database } from '../../storage/database';
import { readState } from '../../storage/entity-state-store';
import {
  endGatewayCommand,
  insertGatewayCommand,
  markCommandCleared,
  markCommandSent,
  readGatewayCommand,
  readStandingCommands,
  type CommandStateRow,
  type GatewayCommandRow,
} from '../../storage/gateway-command-store';
import type { CommandOutcome } from '../../storage/schema/gateway-command';
import type { RunFacts, StepOutcome } from '../executor';
import { endSaid, outcomeOf, wayOf } from './answer';
import { isConnected, refusalWords, type GatewayLine } from './gateway-line';

interface CommandDeskParts {
  database: Pick<Database, 'read' | 'transaction'>;
  line: GatewayLine;
  bus: Bus;
  clock: Clock;
  log: Logger;
}

/** A command for a gateway, with the step that asks for it. */
export interface Asked {
  gateway: GatewayId;
  request: GatewayRequest;
  run: RunFacts;
  runStep: number;
  idempotencyKey: string;
  effect: Effect;
  deadline: Instant;
  signal: AbortSignal;
}

/** News of a gateway wakes who waits for it; this is for news that got lost. */
const LOOK_EVERY_MS = 5 * SECOND_MS;
/**
 * What a gateway retains comes in a burst when it connects. Capabilities are of that burst: what it knows of its
 * commands has come when so much time has passed since.
 */
const SETTLED_AFTER_MS = 3 * SECOND_MS;
/** Who waits at the desk ends a command at its deadline; nobody waiting, the desk does so this much later. */
const DEADLINE_GRACE_MS = 10 * SECOND_MS;
/** How long a gateway may take to come back after we were away, before its silence is all there is. */
const BACK_WITHIN_MS = MINUTE_MS;
const CLEAR = Buffer.alloc(0);

/**
 * Sends commands to gateways and follows what becomes of them (D6). The record is made before a command leaves,
 * and a command on record is never sent again: from then on its state topic is read, through ingest, until it ends,
 * its time is up, or it is given up. Then it is taken back from the gateway's topic, at once or as soon as the
 * gateway is there again.
 */
export class CommandDesk implements Service {
  readonly name = 'gateway commands';
  #wakers = new Map<string, Set<() => void>>();
  /** Aborts when the server goes: who follows a command then leaves it standing. */
  #ending = new AbortController();

  constructor(private readonly parts: CommandDeskParts) {
    parts.bus.on(this, 'gateway.answered', ({ commands }) => {
      for (const id of commands) this.#wakers.get(id)?.forEach((wake) => wake());
    });
    parts.bus.on(this, 'gateway.connected', () =>
      this.#wakers.forEach((set) => set.forEach((wake) => wake())),
    );
  }

  /** Takes back what still stands after its end or its deadline. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.parts;
    this.#ending = new AbortController();
    signal.addEventListener('abort', () => this.#ending.abort(), { once: true });
    while (!signal.aborted) {
      await this.sweep().catch((error: unknown) =>
        log.debug({ err: error }, 'commands wait for the database'),
      );
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async sweep(): Promise<void> {
    const { database, clock } = this.parts;
    for (const command of await database.read(readStandingCommands)) {
      if (command.endedAt === null) {
        if (clock.now() < command.deadline + DEADLINE_GRACE_MS) continue;
        await this.#end(command.id, 'timed-out');
      }
      await this.#clear(command);
    }
  }

  /** Asks a gateway once, and waits until it has said how that ended. Rejects only when the database is away. */
  async ask(asked: Asked): Promise<StepOutcome> {
    const { database, line, clock } = this.parts;
    const id = commandId(asked.idempotencyKey);
    const { gateway, request, run, runStep, deadline } = asked;
    if (!isConnected(line.linkOf(gateway))) return refused(gateway, 'no-session');
    const payload = { status: 'init', ...request.fields };
    const isNew = await database.transaction(async (tx) => {
      // Whoever knows the command already, by whichever way, must not hear it again.
      const heard = await readState(tx, {
        gateway,
        topicId: MAIN_DEVICE,
        channel: 'command',
        name: nameOf(request, id),
      });
      const facts = { id, gateway, operation: request.operation, payload, run: run.id, runStep };
      const inserted = await insertGatewayCommand(tx, { ...facts, askedAt: clock.now(), deadline });
      return inserted && heard === undefined;
    });
    if (!isNew)
      return (await this.find(asked)) ?? unknown(`${gateway} was asked before and has not answered.`);
    const text = Buffer.from(JSON.stringify(payload));
    // Not retained, so that nothing of it is left to arrive later: after a lost connection it is not sent again.
    const outcome = line.publishDown(gateway, topicOf(request, id), text, { retain: false });
    if (!outcome.sent) {
      await this.#end(id, 'not-sent', true);
      return refused(gateway, outcome.reason);
    }
    await database.transaction((tx) => markCommandSent(tx, id, clock.now()));
    return (await this.#follow(id, deadline, asked)) ?? unknown(`${gateway} was asked and did not answer.`);
  }

  /**
   * What became of a command that may have been sent before the server went down: read from its state topic, never
   * by sending it again. Waits for the gateway to come back. `undefined` when that cannot be found out.
   */
  async find(
    asked: Pick<Asked, 'gateway' | 'idempotencyKey' | 'effect' | 'deadline' | 'signal'>,
  ): Promise<StepOutcome | undefined> {
    const { database, clock } = this.parts;
    const id = commandId(asked.idempotencyKey);
    const known = await database.read((tx) => readGatewayCommand(tx, id));
    if (known === undefined) {
      return { kind: 'failed', text: `Nothing was sent to ${asked.gateway}: the server stopped before.` };
    }
    if (known.command.outcome === 'not-sent') return refused(asked.gateway, 'no-session');
    const until = Math.max(asked.deadline, clock.now() + BACK_WITHIN_MS);
    return this.#follow(id, until, asked);
  }

  /** Waits for the end of a command that is on record; `undefined` when time is up and the gateway said nothing. */
  async #follow(
    id: string,
    until: Instant,
    { signal, effect }: Pick<Asked, 'signal' | 'effect'>,
  ): Promise<StepOutcome | undefined> {
    const { clock } = this.parts;
    const waiting = this.#wakeFor(id);
    const ending = this.#ending.signal;
    try {
      for (;;) {
        const known = await this.#read(id);
        const end = known && endSaid(known.states);
        if (known && end) {
          await this.#end(id, end.status === 'successful' ? 'successful' : 'failed');
          await this.#clear(known.command);
          return outcomeOf(known.command, known.states, end);
        }
        if (ending.aborted) return unknown('The server stopped before the gateway had answered.');
        if (known && signal.aborted) return this.#giveUp(known, 'withdrawn', effect);
        if (known && known.states.length === 0 && (await this.#neverArrived(known.command))) {
          await this.#giveUp(known, 'not-sent', effect);
          const text = `${known.command.gateway} has connected again since and knows nothing of it: it did not arrive.`;
          return { kind: 'failed', text };
        }
        const left = until - clock.now();
        if (left <= 0) return known && this.#giveUp(known, 'timed-out', effect);
        await waiting.wait(Math.min(left, LOOK_EVERY_MS), AbortSignal.any([signal, ending]));
      }
    } finally {
      waiting.over();
    }
  }

  /** While the database is away nothing is known, and nothing is concluded. */
  async #read(id: string): Promise<{ command: GatewayCommandRow; states: CommandStateRow[] } | undefined> {
    try {
      return await this.parts.database.read((tx) => readGatewayCommand(tx, id));
    } catch (error) {
      this.parts.log.debug({ err: error, command: id }, 'a command waits for the database');
      return undefined;
    }
  }

  /** Whether the gateway has announced what it retains since it was asked, and this command was not among it. */
  async #neverArrived({ gateway, operation, askedAt }: GatewayCommandRow): Promise<boolean> {
    const { database, line, clock } = this.parts;
    if (line.linkOf(gateway) !== 'live') return false;
    const name = { gateway, topicId: MAIN_DEVICE, channel: 'capability', name: operation } as const;
    const capability = await database.read((tx) => readState(tx, name)).catch(() => undefined);
    if (capability === undefined || capability.receivedAt <= askedAt) return false;
    return clock.now() - capability.receivedAt >= SETTLED_AFTER_MS;
  }

  async #giveUp(
    { command, states }: { command: GatewayCommandRow; states: CommandStateRow[] },
    outcome: CommandOutcome,
    effect: Effect,
  ): Promise<StepOutcome | undefined> {
    await this.#end(command.id, outcome);
    await this.#clear(command);
    const { gateway, operation } = command;
    const last = states.length === 0 ? 'It said nothing of it' : `It had said: ${wayOf(states)}`;
    if (outcome === 'withdrawn') {
      return unknown(
        `${operation} was taken back from ${gateway}, which does not stop what it began. ${last}.`,
      );
    }
    if (states.length === 0) return undefined;
    const text = `${gateway} did not end ${operation} in time. ${last}.`;
    // What it began it may still end: only what changes nothing is over because nobody waits any more.
    return changesNothing(effect) ? { kind: 'timed-out', text } : unknown(text);
  }

  async #end(id: string, outcome: CommandOutcome, nothingStands = false): Promise<void> {
    const { database, clock, log } = this.parts;
    const at = clock.now();
    await database
      .transaction(async (tx) => {
        await endGatewayCommand(tx, id, { outcome, at });
        if (nothingStands) await markCommandCleared(tx, id, at);
      })
      .catch((error: unknown) =>
        log.warn({ err: error, command: id }, 'the end of a command is not on record'),
      );
  }

  /** Takes a command back from the gateway's topic; the next sweep does when the gateway is away. */
  async #clear(command: GatewayCommandRow): Promise<void> {
    const { database, line, clock, log } = this.parts;
    // To who is away it would be queued, once for every sweep.
    if (!isConnected(line.linkOf(command.gateway))) return;
    const topic = `te/${MAIN_DEVICE}/cmd/${command.operation}/${command.id}`;
    const outcome = line.publishDown(command.gateway, topic, CLEAR, { retain: true });
    if (!outcome.sent) return;
    await database
      .transaction((tx) => markCommandCleared(tx, command.id, clock.now()))
      .catch((error: unknown) => log.debug({ err: error, command: command.id }, 'taken back, not on record'));
  }

  #wakeFor(id: string): { wait(ms: number, signal: AbortSignal): Promise<void>; over(): void } {
    const { clock } = this.parts;
    let turn = new AbortController();
    const wake = () => turn.abort();
    const set = this.#wakers.get(id) ?? new Set();
    this.#wakers.set(id, set.add(wake));
    return {
      async wait(ms, signal) {
        await clock.sleep(ms, AbortSignal.any([turn.signal, signal]));
        turn = new AbortController();
      },
      over: () => {
        set.delete(wake);
        if (set.size === 0) this.#wakers.delete(id);
      },
    };
  }
}

/** The command's id on its topic: the key itself where it fits one, else its hash. */
export function commandId(idempotencyKey: string): string {
  const id = `zw-${idempotencyKey}`;
  if (/^[A-Za-z0-9_.:-]{1,128}$/.test(id)) return id;
  return `zw-${createHash('sha256').update(idempotencyKey).digest('hex')}`;
}

const nameOf = ({ operation }: GatewayRequest, id: string): string => `${operation}/${id}`;
const topicOf = (request: GatewayRequest, id: string): string =>
  `te/${MAIN_DEVICE}/cmd/${nameOf(request, id)}`;

const refused = (gateway: GatewayId, reason: string): StepOutcome => ({
  kind: 'failed',
  text: `${gateway} ${refusalWords(reason)}. Nothing was sent.`,
});
const unknown = (text: string): StepOutcome => ({ kind: 'unknown', text });
