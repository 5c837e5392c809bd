import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine as /proc tells it. */
interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** Every process that can be read at present. */
export function allProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name in brackets may hold anything; fields are counted from the last bracket.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent, command }];
      } catch {
        return [];
      }
    });
}

/** A process and everything it began, as far as it still hangs on it. */
export function treeOf(pid: number, processes: readonly Process[]): Process[] {
  const root = processes.filter((process) => process.pid === pid);
  const below = processes
    .filter((process) => process.parent === pid)
    .flatMap((process) => treeOf(process.pid, processes));
  return [...root, ...below];
}

/**
 * Memory that a process has for itself and that no file backs, in MB: what grows when it keeps something.
 * Undefined when it is gone. The database's shared buffers are of a fixed size and not in it.
 */
export function privateMb(pid: number): number | undefined {
  try {
    const kilobytes = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}

const TICKS_PER_S = 100;

/** CPU seconds of a process so far, its ended children included. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i] ?? 0), 0) / TICKS_PER_S;
  } catch {
    return 0;
  }
}
