import { spawn, type ChildProcess } from 'node:child_process';

/** How a child process ended, in words. */
interface Ending {
  /** `null` when it was killed or never began. */
  code: number | null;
  words: string;
}

/** A process of the demo. It has its own group, so that Ctrl+C reaches only the one that stops them in order. */
export class Child {
  readonly name: string;
  readonly ended: Promise<Ending>;
  readonly #process: ChildProcess;

  constructor(name: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.name = name;
    // The message channel tells a child that outlived its parent to stop.
    this.#process = spawn(process.execPath, args, {
      ...options,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.ended = new Promise((resolve) => {
      this.#process.once('error', (error) => resolve({ code: null, words: error.message }));
      this.#process.once('exit', (code, signal) =>
        resolve({ code, words: signal === null ? `exit code ${code}` : `signal ${signal}` }),
      );
    });
  }

  /** Asks it to stop, and kills it when it has not after `withinMs`. Resolves when it has ended. */
  async stop(withinMs: number): Promise<Ending & { wasLate: boolean }> {
    this.#process.kill('SIGTERM');
    let wasLate = false;
    const late = setTimeout(() => {
      wasLate = true;
      this.kill();
    }, withinMs);
    const ending = await this.ended;
    clearTimeout(late);
    return { ...ending, wasLate };
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

/** Runs a program to its end and returns what it printed. Its standard error is shown at once, or kept too. */
export function runToEnd(
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal; errors: 'shown' | 'kept' },
): Promise<{ code: number | null; output: string }> {
  const { errors, ...rest } = options;
  return new Promise((resolve, reject) => {
    const stderr = errors === 'shown' ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, args, { ...rest, stdio: ['ignore', 'pipe', stderr] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
      if (child.pid === undefined) reject(error);
    });
    // A program that was told to stop is waited for: it may have a database to put down.
    child.once('close', (code) => (failure === undefined ? resolve({ code, output }) : reject(failure)));
  });
}
