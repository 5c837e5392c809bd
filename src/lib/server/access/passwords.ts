import { hash, verify, type Options } from '@node-rs/argon2';
import { randomBytes, randomInt } from 'node:crypto';
import { DomainError } from '../../domain/errors';

/** argon2id (the library's default kind) with the memory and passes of the OWASP cheat sheet. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash takes a thread and 19 MiB: more at once would starve the rest of the program. */
const AT_ONCE = 2;
const LONGEST_QUEUE = 40;

let busy = 0;
const queue: (() => void)[] = [];

/** Runs one hash when its turn comes; refuses when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= AT_ONCE) {
    if (queue.length >= LONGEST_QUEUE) {
      throw new DomainError('access.too-many-attempts', undefined, { retryAfterMs: 2_000 });
    }
    // Whoever ends hands the place over, so that nobody slips in between.
    await new Promise<void>((resolve) => queue.push(resolve));
  } else {
    busy += 1;
  }
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next();
  }
}

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(password.normalize('NFKC'), COST));

let decoy: Promise<string> | undefined;

/** Whether the password fits. Takes as long when there is no such account, so that names cannot be found out. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await (decoy ??= hashPassword(randomBytes(16).toString('hex'))));
  const fits = await inTurn(() => verify(against, password.normalize('NFKC')));
  return fits && stored !== undefined;
}

/** Without letters and digits that are mistaken for each other when read aloud or typed from paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A random text of groups, such as `k7mp-x2ua-...`; about 5 bits a letter. */
export function readableSecret(groups: number, groupLength: number): string {
  const letter = () => READABLE.charAt(randomInt(READABLE.length));
  return Array.from({ length: groups }, () => Array.from({ length: groupLength }, letter).join('')).join('-');
}

/** A password for somebody to be handed and to change: 79 bits. */
export const generatePassword = (): string => readableSecret(4, 4);
