import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { INSTALLATION } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { gatewayId, type GatewayId } from '../../domain/ids';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { Database, Tx } from '../storage/database';
import {
  findTokenOwner,
  insertToken,
  isAdmitted,
  listTokens,
  readToken,
  revokeToken,
  touchToken,
  type IngestTokenRow,
} from '../storage/ingest-token-store';
import { isTransient } from '../storage/transient';
import { defineCommand } from './command';

/** So that whoever finds one in a file knows what it is, and scanners for secrets find it. */
const PREFIX = 'zw_ingest_';
const SECRET_BYTES = 32;
const SHAPE = /^zw_ingest_[A-Za-z0-9_-]{43}$/;

/** Being used is written down this often, not at every request. */
const USED_EVERY_MS = MINUTE_MS;

/** 256 bits of chance need no slow hash: there is nothing to try out. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a token with which one gateway posts its log records; it is shown once and kept nowhere. */
export const createToken = defineCommand({
  name: 'token.create',
  action: 'token.manage',
  schema: z.object({
    gateway: gatewayId,
    name: z
      .string()
      .trim()
      .min(1, 'say what it is for')
      .max(80, 'use at most 80 characters')
      .regex(/^[^\p{C}]*$/u, 'use no control characters'),
  }),
  subject: () => INSTALLATION,
  async run(tx, { gateway, name }, { actor, now }) {
    if (!(await isAdmitted(tx, gateway))) {
      throw new DomainError('not-found', `There is no gateway ${gateway} that may connect.`);
    }
    const token = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const id = await insertToken(tx, {
      gateway,
      name,
      hash: hashOf(token),
      createdAt: now,
      createdBy: actor.id,
    });
    const object = { type: 'token', id: String(id) };
    return { result: { id, gateway, name, token }, audit: [{ object, facts: { gateway, name } }] };
  },
});

/** Ends a token for good. */
export const endToken = defineCommand({
  name: 'token.revoke',
  action: 'token.manage',
  schema: z.object({ token: z.coerce.number().int().positive() }),
  subject: () => INSTALLATION,
  async run(tx, { token: id }, { actor, now }) {
    const token = await readToken(tx, id);
    if (token === undefined) throw new DomainError('not-found', 'There is no such token.');
    if (!(await revokeToken(tx, id, { by: actor.id, at: now }))) {
      throw new DomainError('conflict', 'This token was revoked before.');
    }
    const { gateway, name } = token;
    return {
      result: { id, gateway, name },
      audit: [{ object: { type: 'token', id: String(id) }, facts: { gateway, name } }],
    };
  },
});

/** Every token there is or was, the newest first; without what it is known by. */
export const tokensOfAll = (tx: Tx): Promise<IngestTokenRow[]> => listTokens(tx);

/** Records of one token per second over the long run, and at once. */
const RECORDS_PER_SECOND = 200;
const RECORDS_AT_ONCE = 2_000;
const MOST_REMEMBERED = 10_000;

/** Who a token speaks for, and how much it may still say. */
export class TokenDesk {
  readonly #budgets = new Map<number, { left: number; at: Instant }>();

  constructor(private readonly database: Database) {}

  /**
   * The gateway that a request's `Authorization` header speaks for. Throws `access.token-refused` for anything
   * but a token that is on record, and `database.unavailable` while nobody can be asked.
   */
  async authenticate(header: string | null, now: Instant): Promise<{ id: number; gateway: GatewayId }> {
    const token = /^Bearer +(\S+) *$/i.exec((header ?? '').slice(0, 200))?.[1] ?? '';
    if (!SHAPE.test(token)) throw new DomainError('access.token-refused');
    const owner = await this.database.read((tx) => findTokenOwner(tx, hashOf(token)));
    if (owner === undefined) throw new DomainError('access.token-refused');
    if (owner.lastUsedAt === null || now - owner.lastUsedAt >= USED_EVERY_MS)
      await this.#touch(owner.id, now);
    return { id: owner.id, gateway: owner.gateway };
  }

  /** Spends what a token may say; throws `request.too-many` with the time to wait when that is used up. */
  spend(id: number, records: number, now: Instant): void {
    const known = this.#budgets.get(id) ?? { left: RECORDS_AT_ONCE, at: now };
    const grown = (Math.max(0, now - known.at) / SECOND_MS) * RECORDS_PER_SECOND;
    const left = Math.min(RECORDS_AT_ONCE, known.left + grown);
    if (left < records) {
      throw new DomainError('request.too-many', undefined, {
        retryAfterMs: Math.ceil(((records - left) / RECORDS_PER_SECOND) * SECOND_MS),
      });
    }
    this.#budgets.delete(id);
    this.#budgets.set(id, { left: left - records, at: now });
    const [oldest] = this.#budgets.keys();
    if (this.#budgets.size > MOST_REMEMBERED && oldest !== undefined) this.#budgets.delete(oldest);
  }

  async #touch(id: number, now: Instant): Promise<void> {
    try {
      await this.database.transaction((tx) => touchToken(tx, id, now));
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }
}
