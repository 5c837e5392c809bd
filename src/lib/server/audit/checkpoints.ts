import { sameBytes, toHex } from '../../domain/audit/bytes';
import { readRecord } from '../../domain/audit/entry';
import { isSevere } from '../../domain/audit/severe';
import type { VerifierKey } from '../../domain/audit/note/verifier-key';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import type { AuditRow } from '../storage/audit-store';
import { insertCheckpoint, readAuditRows, readAuditSize } from '../storage/audit-tree-store';
import type { Database } from '../storage/database';
import { isTransient } from '../storage/transient';
import type { AuditAlarms } from './alarms';
import { MAIN_LOG } from './append';
import type { CheckpointFolder } from './checkpoint-folder';
import { leafHash } from './leaf';
import { RollbackError, Signer, type Signed } from './signer';

/** An entry is under a checkpoint after at most this long, a severe one at once. */
const EVERY_MS = MINUTE_MS;
/** How often the log is looked at without being told: commands of the shell write to it, too. */
const LOOK_MS = 2 * SECOND_MS;
/** Shortest time between two looks, so that a storm of entries is read in batches. */
const REST_MS = 100;
const PAGE = 1_000;
/** How many checkpoints are brought to a second folder in one go when it comes back. */
const COPY_BATCH = 500;

export interface CheckpointOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  alarms: AuditAlarms;
  metrics: Pick<Metrics, 'auditSigned'>;
  keysDirectory: string;
  folder: CheckpointFolder;
  copy: CheckpointFolder | undefined;
  origin: string;
}

/** How signing stands. */
export interface SigningState {
  signed: Pick<Signed, 'size' | 'at'> | undefined;
  /** Why nothing is signed; `undefined` while all is well. */
  refused: string | undefined;
  /** Why the second folder has not everything; `undefined` when it has, or when there is none. */
  copyFault: string | undefined;
}

/**
 * Signs what the audit log has come to: every minute in which it grew, and at once after a severe act. It
 * never signs a shorter or different history; then it stands still and says so until the stored history is
 * the signed one again.
 */
export class Checkpoints implements Service {
  readonly name = 'audit checkpoints';
  #signer: Signer | undefined;
  #latest: Signed | undefined;
  #refused: string | undefined;
  /** Whether an alarm of an earlier start has been taken back. */
  #isWell = false;
  #copyFault: string | undefined;
  /** Leaf of the last entry that the edge has taken in. */
  #lastLeaf: Uint8Array | undefined;
  #isUrgent = false;
  #firstUnsignedAt: Instant | undefined;
  /** Rounds follow each other, whoever asks for one. */
  #round: Promise<void> = Promise.resolve();
  #wake = new AbortController();

  constructor(private readonly o: CheckpointOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    this.o.bus.on(this, 'audit.appended', () => this.#wake.abort());
    signal.addEventListener('abort', () => this.#wake.abort(), { once: true });
    try {
      while (!signal.aborted) {
        await this.#attempt(false);
        await this.o.clock.sleep(REST_MS, signal);
        await this.o.clock.sleep(LOOK_MS, this.#wake.signal);
        this.#wake = new AbortController();
      }
      // What is not signed yet would wait for the next start.
      await this.#attempt(true);
    } finally {
      this.o.bus.off(this);
    }
  }

  /** The newest checkpoint; `undefined` before the first, and while nothing may be signed. */
  get latest(): Signed | undefined {
    return this.#refused === undefined ? this.#latest : undefined;
  }

  /** By which key; `undefined` before it was opened. */
  get verifier(): VerifierKey | undefined {
    return this.#signer?.key.verifier;
  }

  state(): SigningState {
    const { size, at } = this.#latest ?? {};
    return {
      signed: size === undefined || at === undefined ? undefined : { size, at },
      refused: this.#refused,
      copyFault: this.#copyFault,
    };
  }

  /** Signs all that is in the log now, and tells the newest checkpoint; `undefined` as `latest`. */
  async signNow(): Promise<Signed | undefined> {
    await this.#once(true);
    return this.latest;
  }

  async #attempt(mustSign: boolean): Promise<void> {
    try {
      await this.#once(mustSign);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }

  #once(mustSign: boolean): Promise<void> {
    const next = this.#round.then(() => this.#work(mustSign));
    this.#round = next.catch(() => undefined);
    return next;
  }

  async #work(mustSign: boolean): Promise<void> {
    try {
      const signer = (this.#signer ??= await this.#open());
      await this.#takeIn(signer);
      if (mustSign || this.#isDue()) await this.#sign(signer);
      await this.#allWell();
    } catch (error) {
      if (!(error instanceof RollbackError)) throw error;
      await this.#refuse(error.message);
    }
  }

  async #open(): Promise<Signer> {
    const { keysDirectory, folder, copy, origin } = this.o;
    const checkpoints = copy === undefined ? [folder] : [folder, copy];
    const signer = await Signer.open({ keys: keysDirectory, checkpoints }, origin);
    this.#lastLeaf = signer.last?.lastLeaf;
    return signer;
  }

  /** Reads what is new and adds it to the tree; first makes sure that what was there is still there. */
  async #takeIn(signer: Signer): Promise<void> {
    const { edge } = signer;
    const size = await this.o.database.read((tx) => readAuditSize(tx, MAIN_LOG));
    if (size < edge.size) throw new RollbackError(`The log had ${edge.size} entries and now has ${size}.`);
    if (edge.size > 0) await this.#assertSame(edge.size - 1);
    while (edge.size < size) {
      const limit = Math.min(PAGE, size - edge.size);
      const rows = await this.o.database.read((tx) => readAuditRows(tx, MAIN_LOG, edge.size, limit));
      if (rows.length === 0) throw new RollbackError(`Entry ${edge.size} of ${size} is missing.`);
      for (const row of rows) this.#take(signer, row);
      this.o.bus.emit('audit.grown', { entries: rows.map(({ seq, zone, site }) => ({ seq, zone, site })) });
    }
  }

  /** The last entry that was taken in has to be there as it was: after a rollback another stands in its place. */
  async #assertSame(seq: number): Promise<void> {
    const [row] = await this.o.database.read((tx) => readAuditRows(tx, MAIN_LOG, seq, 1));
    if (row?.seq === seq && this.#lastLeaf !== undefined && sameBytes(row.leaf, this.#lastLeaf)) return;
    throw new RollbackError(`Entry ${seq} is not the one that it was: the stored history is another.`);
  }

  #take(signer: Signer, row: AuditRow): void {
    if (row.seq !== signer.edge.size) throw new RollbackError(`Entry ${signer.edge.size} is missing.`);
    if (!leafHash(row.body).equals(row.leaf))
      throw new RollbackError(`Entry ${row.seq} was changed before it could be signed.`);
    signer.edge.append(row.leaf);
    this.#lastLeaf = row.leaf;
    this.#firstUnsignedAt ??= this.o.clock.now();
    const record = readRecord(row.body);
    if (record === undefined || isSevere(record.action, record.result, record.facts)) this.#isUrgent = true;
  }

  #isDue(): boolean {
    if (this.#latest === undefined || this.#isUrgent) return true;
    return this.#firstUnsignedAt !== undefined && this.o.clock.now() - this.#firstUnsignedAt >= EVERY_MS;
  }

  async #sign(signer: Signer): Promise<void> {
    if (signer.edge.size === 0 || this.#latest?.size === signer.edge.size) return;
    const signed = await signer.sign(this.#lastLeaf, this.o.clock.now());
    await this.o.folder.keep(signed.size, signed.at, signed.note);
    await this.o.database.transaction((tx) =>
      insertCheckpoint(tx, { logId: MAIN_LOG, ...signed, root: Buffer.from(signed.root) }),
    );
    this.#latest = signed;
    this.#isUrgent = false;
    this.#firstUnsignedAt = undefined;
    this.o.metrics.auditSigned.set(signed.size);
    this.o.log.info(
      { event: 'audit.signed', size: signed.size, root: toHex(signed.root) },
      'checkpoint signed',
    );
    await this.#copyAll();
  }

  /** Brings to the second folder what it has not, newest first. Signing does not wait for it to come back. */
  async #copyAll(): Promise<void> {
    const { folder, copy, alarms, log } = this.o;
    if (copy === undefined) return;
    try {
      const there = new Set((await copy.list()).map(({ name }) => name));
      const missing = (await folder.list()).filter(({ name }) => !there.has(name)).reverse();
      for (const file of missing.slice(0, COPY_BATCH)) {
        await copy.keep(file.size, file.at, await folder.read(file));
      }
      if (this.#copyFault === undefined) return;
      this.#copyFault = undefined;
      await alarms.clear('audit.copy_unreachable');
    } catch (error) {
      this.#copyFault = error instanceof Error ? error.message : String(error);
      log.warn({ err: error, folder: copy.path }, 'checkpoint not copied');
      await alarms.raise(
        'audit.copy_unreachable',
        `Checkpoints of the audit log cannot be written to ${copy.path}: ${this.#copyFault}`,
      );
    }
  }

  async #refuse(reason: string): Promise<void> {
    const isNew = this.#refused !== reason;
    this.#refused = reason;
    if (!isNew) return;
    this.o.log.error({ event: 'audit.rollback', reason }, 'the audit log is not the one that was signed');
    await this.o.alarms.raise(
      'audit.rollback',
      `The audit log is not the one that was signed; nothing is signed. ${reason}`,
    );
  }

  async #allWell(): Promise<void> {
    if (this.#isWell && this.#refused === undefined) return;
    this.#refused = undefined;
    await this.o.alarms.clear('audit.rollback');
    this.#isWell = true;
  }
}
