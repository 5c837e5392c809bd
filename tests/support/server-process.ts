import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until';

const root = join(import.meta.dirname, '..', '..');

/** The environment of a program of ours, without the marks that the test runner leaves on its children. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const marks = new Set(['VITEST', 'TEST', 'VITEST_MODE', 'VITEST_WORKER_ID']);
  const inherited = Object.entries(process.env).filter(([name]) => !marks.has(name));
  return { ...Object.fromEntries(inherited), NODE_ENV: 'production', LOG_LEVEL: 'warn', ...extra };
}

/** Runs `zonewatch ...` to its end. */
export function zonewatch(args: readonly string[], env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/cli/zonewatch.js'), ...args],
    {
      env,
      encoding: 'utf8',
    },
  );
  return { code: status, out: stdout, err: stderr };
}

/** As much of what it printed last is kept. */
const KEPT_OUTPUT = 1_000_000;

/** The built server as a process of its own, which a test may kill as it likes. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #output = '';

  /** `folder` is where the program lies; its own by default. `onOutput` is told what it prints as it comes. */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly folder = root,
    private readonly onOutput: (text: string) => void = () => undefined,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.env['PORT']}`;
  }

  /** Of the life that began last; 0 before the first. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get output(): string {
    return this.#output;
  }

  /** Starts it without waiting; `exitCode` tells when it refuses. */
  spawn(): ChildProcess {
    const child = spawn(process.execPath, [join(this.folder, 'src/main.js')], {
      cwd: this.folder,
      env: this.env,
    });
    const append = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT);
      this.onOutput(chunk.toString());
    };
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
    this.#child = child;
    return child;
  }

  async start(): Promise<void> {
    const child = this.spawn();
    await until(
      async () => {
        if (child.exitCode !== null) return true;
        return (await fetch(`${this.url}/readyz`)).ok;
      },
      60_000,
      'the server to be ready',
    );
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.#output}`);
  }

  /** Ends it by `signal` and waits; resolves to the time that took, in ms. */
  async end(signal: NodeJS.Signals): Promise<number> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return 0;
    const startedAt = performance.now();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
    return performance.now() - startedAt;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }
}

/** Process id of the embedded database of a data directory. */
export const postmasterPid = (dataDirectory: string): number =>
  Number(readFileSync(join(dataDirectory, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
