import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, whatever its own clock (proc_pid_stat(5), USER_HZ). */
const TICKS_PER_SECOND = 100;

interface Stat {
  pid: number;
  parent: number;
  /** CPU time of all its threads, in ticks. */
  own: number;
  /** CPU time of children that have ended and were waited for, in ticks. */
  reaped: number;
}

/** CPU seconds used so far: in node itself, and in the database's processes together. */
export interface CpuSeconds {
  node: number;
  postgres: number;
}

/**
 * A clock of CPU time, user and system. The database's time is that of its first process, of those it has
 * running and of those that have ended. Throws when one of the two has ended.
 */
export function cpuClock(pids: { node: number; postmaster: number }): () => CpuSeconds {
  return () => {
    // Children before their parent: one that ends in between is counted, though twice for that moment.
    const children = allStats().filter(({ parent }) => parent === pids.postmaster);
    const postmaster = readStat(pids.postmaster);
    const ticks = children.reduce((sum, { own, reaped }) => sum + own + reaped, 0);
    return {
      node: readStat(pids.node).own / TICKS_PER_SECOND,
      postgres: (postmaster.own + postmaster.reaped + ticks) / TICKS_PER_SECOND,
    };
  };
}

/** What passed on a clock between two readings. */
export const between = (from: CpuSeconds, to: CpuSeconds): CpuSeconds & { together: number } => {
  const node = to.node - from.node;
  const postgres = to.postgres - from.postgres;
  return { node, postgres, together: node + postgres };
};

function allStats(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readStat(Number(name))];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function readStat(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is a name in brackets that may hold anything; state and parent follow it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { pid, parent: field(4), own: field(14) + field(15), reaped: field(16) + field(17) };
}
