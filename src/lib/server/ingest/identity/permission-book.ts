import type { GatewayId } from '../../../domain/ids';
import { NOTHING_PERMITTED, type GatewayPermissions } from '../../../domain/plant/gateway-operations';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import type { Service } from '../../service';
import type { Database } from '../../storage/database';
import { readPermissions } from '../../storage/gateway-permission-store';

const LOOK_EVERY_MS = 1_000;

/**
 * What each gateway may be asked to do, in memory, because every command that leaves is held against it (D6). It
 * follows the database, which the shell may change too. While the database is away the last known holds: what was
 * permitted a moment ago needs a recorded step of a run besides.
 */
export class PermissionBook implements Service {
  readonly name = 'gateway permissions';
  #all: ReadonlyMap<GatewayId, GatewayPermissions> = new Map();

  constructor(private readonly parts: { database: Pick<Database, 'read'>; clock: Clock; log: Logger }) {}

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.parts;
    while (!signal.aborted) {
      await this.refresh().catch((error: unknown) =>
        log.debug({ err: error }, 'permissions wait for the database'),
      );
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Follows the database at once. */
  async refresh(): Promise<void> {
    this.#all = await this.parts.database.read(readPermissions);
  }

  of(gateway: GatewayId): GatewayPermissions {
    return this.#all.get(gateway) ?? NOTHING_PERMITTED;
  }
}
