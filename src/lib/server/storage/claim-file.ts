import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Instant } from '../../domain/time';

const holder = z.object({
  pid: z.number().int().positive(),
  /** Start of the process in clock ticks since boot: tells it from a later one of the same number. */
  startTicks: z.string(),
  /** Which numbers `pid` is one of: the boot of the machine and its process name space. */
  world: z.string(),
  host: z.string(),
  claimedAt: z.number(),
});
const claimFile = z.union([holder, z.object({ released: z.literal(true) })]);

/** Who holds a data directory. */
export type Holder = z.infer<typeof holder>;

/** A holder elsewhere touches its file this often, and counts as gone after so long. */
export const TOUCH_EVERY_MS = 5_000;
const FOREIGN_GONE_AFTER_MS = 30_000;

/** This process as a holder. */
export const thisProcess = (now: Instant): Holder => ({
  pid: process.pid,
  startTicks: startTicks(process.pid) ?? '',
  world: world(),
  host: hostname(),
  claimedAt: now,
});

/**
 * The living holder that a claim's file names, or `undefined` when it was released or its holder is dead.
 * One on another machine or in another container is known by the age of its file alone.
 */
export function livingHolder(path: string, now: Instant): Holder | undefined {
  let content: z.infer<typeof claimFile>;
  let touchedAt: Instant;
  try {
    content = claimFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    touchedAt = statSync(path).mtimeMs;
  } catch {
    // Removed meanwhile, or written by nobody we know.
    return undefined;
  }
  if ('released' in content) return undefined;
  const alive =
    content.world === world()
      ? startTicks(content.pid) === content.startTicks
      : now - touchedAt < FOREIGN_GONE_AFTER_MS;
  return alive ? content : undefined;
}

/** Field 22 of the process's line of state; its name, in brackets, may hold anything. */
function startTicks(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    // A zombie holds nothing any more.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function world(): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
}
