import { readFileSync } from 'node:fs';
import type { Reading } from './trend';

const EVERY_MS = 1_000;

/** Memory of a process in MB that is in use and not swapped out (VmRSS of proc_pid_status(5)). */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(line?.[1] ?? Number.NaN) * 1_024) / 1e6;
}

/** Reads a process's memory every second; `stop` hands out what was read, times in minutes. */
export function watchMemory(pid: number): { stop(): Reading[] } {
  const readings: Reading[] = [];
  const startedAt = performance.now();
  const timer = setInterval(() => {
    readings.push({ at: (performance.now() - startedAt) / 60_000, value: residentMb(pid) });
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return readings;
    },
  };
}
