import { readFileSync } from 'node:fs';

/** Ways to be told to end that by themselves would end a process without another word. */
const ORDERS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Calls `clear` when this process exits before its time: by `process.exit`, an error that nobody caught, or a
 * signal that nobody else listens to. Returns how to call that off.
 */
export function atExit(clear: () => void): () => void {
  process.once('exit', clear);
  for (const [signal, code] of Object.entries(ORDERS)) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(code));
  }
  return () => void process.off('exit', clear);
}

const ENDED_WITHIN_MS = 5_000;

/**
 * Stops the database of a data directory at once, and waits for that without events, as an exiting process
 * has to. Nothing happens when there is none.
 */
export function endDatabase(dataDirectory: string, postmaster: () => number): void {
  try {
    const pid = postmaster();
    // The file may outlive the process, and its number may be somebody else's by now.
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDirectory)) return;
    process.kill(pid, 'SIGQUIT');
    const deadline = performance.now() + ENDED_WITHIN_MS;
    while (isRunning(pid) && performance.now() < deadline) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  } catch {
    // There is no database yet, or no more.
  }
}

/** A process that ended and was not collected by its parent yet is not running. */
const isRunning = (pid: number): boolean => !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
