import {
  attemptSucceeded,
  countAttempt,
  isKnownPair,
  waitMs,
  type AttemptKind,
  type Attempts,
} from '../../domain/access/attempts';
import { DomainError } from '../../domain/errors';
import { SECOND_MS } from '../../domain/time';
import type { Clock } from '../clock';
import { lockAttempts, saveAttempts, type AttemptKey } from '../storage/attempt-store';
import type { Database } from '../storage/database';
import { addressGroup } from './address-group';

/** Longest name that is counted; what is longer is no account's. */
const LONGEST_NAME = 64;

/**
 * Lets a secret be tried when this account and address have not failed too often, and counts the try
 * before `check` looks at the secret. Throws `access.too-many-attempts` with the time to wait, without
 * looking.
 *
 * @param account claimed name; need not exist, so that guessing names is slowed as well
 * @returns whether `check` said yes
 */
export async function tryGuarded(
  { database, clock }: { database: Database; clock: Clock },
  account: string,
  address: string | undefined,
  check: () => Promise<boolean>,
): Promise<boolean> {
  const place = addressGroup(address ?? 'local');
  const pair: AttemptKey = { kind: 'pair', subject: `${cleanName(account)}|${place}` };
  const whole: AttemptKey = { kind: 'address', subject: place };
  await database.transaction(async (tx) => {
    const now = clock.now();
    const before = { pair: await lockAttempts(tx, pair), address: await lockAttempts(tx, whole) };
    const forAddress = isKnownPair(before.pair, now) ? 0 : waitMs(before.address, now);
    const wait = Math.max(waitMs(before.pair, now), forAddress);
    if (wait > 0) throw tooMany(wait);
    await saveAttempts(tx, pair, countAttempt('pair', before.pair, now));
    await saveAttempts(tx, whole, countAttempt('address', before.address, now));
  });
  const succeeded = await check();
  if (succeeded) {
    await database.transaction(async (tx) => {
      for (const key of [pair, whole]) {
        const counted: Attempts = await lockAttempts(tx, key);
        const kind: AttemptKind = key.kind;
        await saveAttempts(tx, key, attemptSucceeded(kind, counted, clock.now()));
      }
    });
  }
  return succeeded;
}

function tooMany(wait: number): DomainError {
  const seconds = Math.ceil(wait / SECOND_MS);
  return new DomainError('access.too-many-attempts', `Too many attempts. Try again in ${seconds} s.`, {
    retryAfterMs: wait,
  });
}

const cleanName = (name: string): string =>
  name.toLowerCase().replaceAll('\0', '').toWellFormed().slice(0, LONGEST_NAME);
