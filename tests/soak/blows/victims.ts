import { postmasterPid, ServerProcess } from '../../support/server-process';
import { until } from '../../support/until';
import type { Fleet } from '../gateways/fleet';
import type { ServerLog } from '../server-log';
import type { Outage } from './outage';
import type { PlannedKill, Victim } from './timetable';

/** One kill -9 and how long it took to get over it. */
export interface KillRecord {
  /** ms since 1970. */
  at: number;
  victim: Victim;
  hot: boolean;
  /** How long nobody started the server again. */
  deadMs: number;
  /** From the start (of the database's kill, where only that was killed) until /readyz said ready. */
  readyMs: number;
  /**
   * From the server's being startable again until every gateway whose cable is in had a sample acknowledged
   * that was measured after that; undefined when the next kill came first.
   */
  flowMs: number | undefined;
}

const READY_WITHIN_MS = 60_000;
const FLOW_WITHIN_MS = 120_000;
/** After a hot kill's predecessor: gateways have just begun to send what they kept. */
const HOT_AFTER_MS = 400;

/** Server and database of the run, killed and started again. */
export class Victims {
  readonly kills: KillRecord[] = [];
  readonly outages: Outage[] = [];
  /** Since when the server is dead; undefined while its process runs. ms since 1970. */
  serverDeadSince: number | undefined;
  /** Told when the server is ready again. */
  onReady: (at: number) => void = () => undefined;
  readonly #server: ServerProcess;

  constructor(
    private readonly dataDirectory: string,
    env: NodeJS.ProcessEnv,
    private readonly log: ServerLog,
  ) {
    this.#server = new ServerProcess(env, undefined, (text) => log.add(text));
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  stop(): Promise<number> {
    return this.#server.end('SIGTERM');
  }

  /** At the end of this program: nothing is waited for. */
  abandon(): void {
    this.#server.signal('SIGKILL');
  }

  get serverPid(): number | undefined {
    return this.serverDeadSince === undefined ? this.#server.pid : undefined;
  }

  get postmasterPid(): number | undefined {
    try {
      return postmasterPid(this.dataDirectory) || undefined;
    } catch {
      return undefined;
    }
  }

  /** Kills, starts again, and waits until all is as before. Rejects when it does not become so. */
  async strike(kill: PlannedKill, next: PlannedKill | undefined, fleet: Fleet): Promise<void> {
    const { victim, hot, deadMs } = kill;
    if (hot) await new Promise((resolve) => setTimeout(resolve, HOT_AFTER_MS));
    const outage: Outage = { from: Date.now(), to: undefined };
    this.outages.push(outage);
    const at = Date.now();
    if (victim !== 'database') {
      // Dead from the moment it is told to be, not from when that was noticed.
      this.serverDeadSince = at;
      await this.#server.end('SIGKILL');
    }
    const postmaster = postmasterPid(this.dataDirectory);
    if (victim !== 'server') process.kill(postmaster, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, deadMs));
    const startedAt = Date.now();
    this.serverDeadSince = undefined;
    if (victim !== 'database') this.log.cutOff();
    await (victim === 'database' ? this.#readyWithout(postmaster) : this.#server.start());
    const readyAt = Date.now();
    outage.to = readyAt;
    if (victim !== 'database') this.onReady(readyAt);
    const record: KillRecord = {
      at,
      victim,
      hot,
      deadMs: victim === 'database' ? 0 : startedAt - at,
      readyMs: readyAt - startedAt,
      flowMs: undefined,
    };
    this.kills.push(record);
    if (next?.hot) return;
    await until(() => fleet.flowsSince(startedAt), FLOW_WITHIN_MS, 'all gateways to flow again');
    record.flowMs = Date.now() - startedAt;
    outage.to = Date.now();
  }

  /** The server may not have noticed yet that its database is gone: there must be another one. */
  #readyWithout(killed: number): Promise<unknown> {
    return until(
      async () => this.postmasterPid !== killed && (await fetch(`${this.#server.url}/readyz`)).ok,
      READY_WITHIN_MS,
      'the server to be ready with a new database',
    );
  }
}
