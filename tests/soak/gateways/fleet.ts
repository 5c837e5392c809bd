import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../../support/until';
import type { GatewayBooks } from './books';
import type { Answer, GatewayReport, Order } from './words';

/** The process of the gateways, as the run sees it. */
export class Fleet {
  readonly #child: ChildProcess;
  #report: GatewayReport | undefined;
  #books: readonly GatewayBooks[] | undefined;
  #isEnding = false;
  /** Why it ended when nobody asked for that. */
  failure: string | undefined;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'program.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (answer: Answer) => {
      if (answer.type === 'report') this.#report = answer;
      else this.#books = answer.books;
    });
    this.#child.on('exit', (code, signal) => {
      if (!this.#isEnding) this.failure = `the gateways' process ended (${code ?? signal})`;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How the gateways did a moment ago; undefined before the first time. */
  get report(): GatewayReport | undefined {
    return this.#report;
  }

  begin(order: Extract<Order, { type: 'begin' }>): void {
    this.#tell(order);
  }

  pull(gateways: readonly number[], ms: number, silent: boolean): void {
    this.#tell({ type: 'pull', gateways, ms, silent });
  }

  /** Whether every gateway whose cable is in has had a sample acknowledged that was measured after `at`. */
  flowsSince(at: number): boolean {
    const report = this.#report;
    return (
      report !== undefined && report.frontMs.every((front, i) => front > at || report.pulledAt[i] !== null)
    );
  }

  /** Measures nothing more, and waits until everything is answered. Rejects when it is not. */
  async drain(withinMs: number): Promise<void> {
    this.#tell({ type: 'stop' });
    const stoppedAt = Date.now();
    await until(
      () => this.#report !== undefined && this.#report.at > stoppedAt + 1_000 && this.#report.waiting === 0,
      withinMs,
      'every published message to be answered',
    );
  }

  async books(): Promise<readonly GatewayBooks[]> {
    this.#tell({ type: 'books' });
    return until(() => this.#books, 30_000, 'the books of the gateways');
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#tell({ type: 'end' });
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  }

  #tell(order: Order): void {
    if (this.#child.connected) this.#child.send(order);
  }
}
