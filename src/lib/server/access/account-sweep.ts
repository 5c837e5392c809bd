import { z } from 'zod';
import { systemActor } from '../../domain/access/roles';
import { INSTALLATION } from '../../domain/access/subject';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import type { Service } from '../service';
import { deleteOldAttempts } from '../storage/attempt-store';
import { lockPeople, selectAdministrators, selectIdlePeople, updatePerson } from '../storage/person-store';
import { deleteExpiredSessions, deleteSessions } from '../storage/session-store';
import { defineCommand, NO_REQUEST, type CommandHost } from './command';
import { perform } from './perform';

/** An account nobody has used for this long is disabled. */
const IDLE_AFTER_MS = 30 * DAY_MS;
const EVERY_MS = HOUR_MS;
const ATTEMPTS_KEPT_MS = 30 * DAY_MS;

/** Disables idle accounts, but never the last administrator: an empty chair is better than a locked door. */
const disableIdle = defineCommand({
  name: 'person.disable-idle',
  action: 'people.manage',
  schema: z.undefined(),
  subject: () => INSTALLATION,
  async run(tx, _input, { now }) {
    await lockPeople(tx);
    const idle = await selectIdlePeople(tx, now - IDLE_AFTER_MS);
    const administrators = new Set(await selectAdministrators(tx));
    const disabled = [];
    for (const id of idle) {
      if (administrators.has(id) && administrators.size === 1) continue;
      administrators.delete(id);
      await updatePerson(tx, id, { disabledAt: now });
      await deleteSessions(tx, id);
      disabled.push(id);
    }
    const reason = 'not used for 30 days';
    return { result: disabled, audit: disabled.map((id) => ({ object: { type: 'person', id }, reason })) };
  },
  afterCommit(disabled, { host }) {
    for (const person of disabled) host.bus.emit('session.ended', { sessions: 'all-of-person', person });
  },
});

/** Once an hour: idle accounts, sessions that are over, counts of attempts that no longer matter. */
export class AccountSweep implements Service {
  readonly name = 'account-sweep';

  constructor(private readonly host: CommandHost) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sweep();
      await this.host.clock.sleep(EVERY_MS, signal);
    }
  }

  async sweep(): Promise<void> {
    const { database, clock, bus } = this.host;
    await perform(this.host, systemActor('accounts'), disableIdle, undefined, NO_REQUEST);
    const now = clock.now();
    const over = await database.transaction(async (tx) => {
      await deleteOldAttempts(tx, now - ATTEMPTS_KEPT_MS);
      return deleteExpiredSessions(tx, now);
    });
    for (const { id, owner } of over) bus.emit('session.ended', { sessions: [id], person: owner });
  }
}
