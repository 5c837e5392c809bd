import { join } from 'node:path';
import { ServerProcess } from '../../support/server-process';

const BLADE = join(import.meta.dirname, 'kill-at.mjs');

/**
 * The server in many lives. Each is told beforehand at which commit of a run it dies: every `stride`-th, by turns
 * right before it and right after it, so that a run is cut at each of its boundaries and on both sides of them.
 */
export class Lives {
  deaths = 0;
  #server: ServerProcess;
  #rebirth: Promise<void> | undefined;

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly stride: number,
    private readonly onOutput: (text: string) => void,
  ) {
    this.#server = this.#made(0);
  }

  get url(): string {
    return this.#server.url;
  }

  /** A life that nothing ends. */
  async quiet(): Promise<void> {
    await this.#rebirth;
    await this.#server.end('SIGTERM');
    await this.#begin(0);
  }

  /** From now on each life ends at a commit, and the next begins by itself. */
  async deadly(): Promise<void> {
    await this.#rebirth;
    await this.#server.end('SIGTERM');
    await this.#begin(this.#next());
  }

  async stop(): Promise<void> {
    await this.#rebirth;
    await this.#server.end('SIGTERM');
  }

  abandon(): void {
    this.#server.signal('SIGKILL');
  }

  /** Resolves once a server is there. */
  async there(): Promise<void> {
    await this.#rebirth;
  }

  #next = (): number => 2 * this.stride - (this.deaths % 2 === 0 ? 1 : 0);

  #made(killAt: number): ServerProcess {
    const env = { ...this.env, KILL_AT: String(killAt), NODE_OPTIONS: `--import ${BLADE}` };
    return new ServerProcess(env, undefined, this.onOutput);
  }

  async #begin(killAt: number): Promise<void> {
    const server = this.#made(killAt);
    this.#server = server;
    const child = server.spawn();
    child.once('exit', (_code, signal) => {
      if (signal !== 'SIGKILL' || killAt === 0 || server !== this.#server) return;
      this.deaths += 1;
      this.#rebirth = this.#begin(this.#next());
    });
    const deadline = Date.now() + 60_000;
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const response = await fetch(`${server.url}/readyz`).catch(() => undefined);
      if (response?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
