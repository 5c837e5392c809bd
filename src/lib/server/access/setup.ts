import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Grant } from '../../domain/access/roles';
import { INSTALLATION } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { personId } from '../../domain/ids';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { Clock } from '../clock';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import { insertPerson, lockPeople, replaceGrants, selectAdministrators } from '../storage/person-store';
import { countSetupAttempt, deleteSetupCode, readSetupCode, replaceSetupCode } from '../storage/setup-store';
import { tryGuarded } from './attempt-guard';
import { definePreparedCommand } from './command';
import { assertPasswordStrong, newPassword } from './own-account';
import { hashPassword, readableSecret } from './passwords';
import { displayName, personFacts } from './people';

/** How long a code opens the set-up (D15). */
export const SETUP_CODE_MS = 30 * MINUTE_MS;

/** 59 bits: not to be guessed within its half hour, attempts being slowed down besides. */
const newCode = (): string => readableSecret(3, 4);
const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
const normal = (code: string): string => code.toLowerCase().replace(/\s+/g, '');

/** Whether there is nobody yet who administers the plant. */
export const needsSetup = async (tx: Tx): Promise<boolean> => (await selectAdministrators(tx)).length === 0;

/** Makes a code for the first administrator, valid from now, in place of any earlier one. `undefined` once there is one. */
export async function renewSetupCode(tx: Tx, now: Instant): Promise<string | undefined> {
  if (!(await needsSetup(tx))) return undefined;
  const code = newCode();
  await replaceSetupCode(tx, hashOf(code), now + SETUP_CODE_MS);
  return code;
}

/** The same, for the program itself. */
export const issueSetupCode = (database: Database, clock: Clock): Promise<string | undefined> =>
  database.transaction((tx) => renewSetupCode(tx, clock.now()));

/** Keeps a valid code announced until the first administrator exists. */
export class SetupDesk implements Service {
  readonly name = 'set-up';

  /** @param announce shows the code to whoever can read the server's own console; never the log */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly announce: (code: string) => void,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const code = await issueSetupCode(this.database, this.clock);
      if (code !== undefined) this.announce(code);
      await this.clock.sleep(SETUP_CODE_MS, signal);
    }
  }
}

const FIRST_GRANT: Grant = { role: 'administrator', scope: { kind: 'plant' } };

/** Creates the first administrator for whoever holds the one-time code; closed from then on. */
export const setUpInstallation = definePreparedCommand({
  name: 'installation.set-up',
  action: 'installation.set-up',
  schema: z.object({
    code: z.string().min(1, 'enter the code').max(64),
    person: personId,
    displayName,
    password: newPassword,
  }),
  subject: () => INSTALLATION,
  async prepare({ code, person, displayName: name, password }, { host, meta, now }) {
    if (!(await host.database.read(needsSetup))) throw new DomainError('access.setup-closed');
    const fits = await tryGuarded(host, 'set-up', meta.address, () =>
      host.database.transaction(async (tx) => {
        const stored = await readSetupCode(tx);
        const right = stored !== undefined && stored.expiresAt > now && isCode(code, stored.hash);
        if (!right) await countSetupAttempt(tx);
        return right;
      }),
    );
    if (!fits) throw wrongCode();
    assertPasswordStrong(password, [person, name]);
    return hashPassword(password);
  },
  async run(tx, { code, person: id, displayName: name }, { actor, now }, passwordHash) {
    await lockPeople(tx);
    const stored = await readSetupCode(tx);
    if (!(await needsSetup(tx))) throw new DomainError('access.setup-closed');
    if (stored === undefined || !isCode(code, stored.hash)) throw wrongCode();
    if (!(await insertPerson(tx, { id, displayName: name, passwordHash, createdAt: now }))) {
      throw new DomainError('conflict', 'There is a person of that sign-in name already.');
    }
    await replaceGrants(tx, id, [FIRST_GRANT], actor.id, now);
    await deleteSetupCode(tx);
    const after = personFacts({ displayName: name, disabledAt: null, grants: [FIRST_GRANT] });
    return { result: { person: id }, audit: [{ object: { type: 'person', id }, after }] };
  },
});

const isCode = (code: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(normal(code))), Buffer.from(hash));

const wrongCode = () =>
  new DomainError(
    'access.bad-credentials',
    'This code is not right, or its half hour is over. The server shows a new one.',
  );
